/**
 * Address of the screen of a case. That of a rectification names no process; nor does a link whose writer does not know it: the screen
 * then looks for the case.
 */
export function caseAddress({ publicUrl, process, id }: { readonly publicUrl: string; readonly process?: string; readonly id: string }): string {
  return process === undefined || process === 'rectification' ? `${publicUrl}/cases/${id}` : `${publicUrl}/cases/${process}/${id}`;
}
