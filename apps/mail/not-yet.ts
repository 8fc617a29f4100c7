/** Something that a mail needs is not there yet – its case, the engine, a name server: the mail stays as it is and is looked at again. */
export class NotYet extends Error {}
