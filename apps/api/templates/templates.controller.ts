import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { v5 as uuidv5 } from 'uuid';
import { z } from 'zod';
import type { Configuration } from '#apps/configuration.js';
import { catalogs, languageOf, speak, type Language } from '#messaging/catalogs/speak.js';
import type { MailExample } from '#messaging/examples/example.js';
import { exampleNamed, examples } from '#messaging/examples/examples.js';
import { renderLetter } from '#messaging/render.js';
import { getPerson } from '#persistence/access/people.js';
import { takeTurn } from '#persistence/channels/pace.js';
import type { Database } from '#persistence/database.js';
import type { Person } from '#persistence/generated/client.js';
import { noticeRow } from '#persistence/outbox/notice.js';
import { insertOutbox } from '#persistence/outbox/outbox.js';
import { Permit } from '../auth/permit.js';
import { Caller, type Principal } from '../auth/principal.js';
import { Answers, Does } from '../http/answers.js';
import { CommandId, Idempotent } from '../http/idempotency.js';
import { problems } from '../http/problem.js';
import { InjectConfiguration, InjectDatabase, InjectNow, type Now } from '../parts.js';

const languages = Object.keys(catalogs) as [Language, ...Language[]];
const language = z.enum(languages);
const name = z.string().max(100);

const template = z
  .object({
    name: z.string().describe('As the outbox calls the kind of mail, and behind it what sets this one apart, such as the reader.'),
    to: z.enum(['supplier', 'staff']),
    languages: z.array(language),
    subject: z.string().describe('In the language asked for, with plain example data.'),
  })
  .meta({ id: 'MailTemplate' });
const templates = z.object({ items: z.array(template) }).meta({ id: 'MailTemplates' });
const preview = z
  .object({
    name: z.string(),
    language,
    subject: z.string(),
    text: z.string(),
    html: z.string(),
    calendar: z.string().nullable().describe('An iCalendar file; null when the mail neither sets nor ends a date.'),
  })
  .meta({ id: 'MailPreview' });
const listQuery = z.object({ language: language.default('en') });
const previewQuery = z.object({ language: language.optional().describe('Not given: the language that I am written to in.') });
const testSend = z.strictObject({ language: language.optional().describe('Not given: the language that I am written to in.') }).default({});
const sent = z.object({ deliveryId: z.uuid(), address: z.string(), language }).meta({ id: 'TestMail' });

/** Test mails of one person: a few at once, then one a minute. */
const PACE = { perMinute: 1, burst: 5 };

/** The mails that Steward writes, to be looked at before anybody gets one. */
@ApiTags('Mail templates')
@Controller('api/v1/templates')
export class TemplatesController {
  constructor(
    @InjectConfiguration() private readonly configuration: Configuration,
    @InjectDatabase() private readonly db: Database,
    @InjectNow() private readonly now: Now,
  ) {}

  @Does('All mails, with their languages and the subject in one of them.')
  @Get()
  @Permit('templates:read')
  @Answers(200, templates)
  list(@Query({ schema: listQuery }) { language: inLanguage }: z.infer<typeof listQuery>): z.infer<typeof templates> {
    return { items: examples.map(({ name: called, to, letter }) => ({ name: called, to, languages, subject: letter(inLanguage).subject })) };
  }

  @Does('One mail with plain example data: subject, text, HTML and calendar file.')
  @Get(':name/preview')
  @Permit('templates:read')
  @Answers(200, preview)
  async preview(@Param('name', { schema: name }) called: string, @Query({ schema: previewQuery }) query: z.infer<typeof previewQuery>, @Caller() caller: Principal): Promise<z.infer<typeof preview>> {
    const example = known(called);
    const person = caller.personId === null ? null : await getPerson(this.db, caller.personId);
    const shown = query.language ?? languageOf(person?.language);
    return { name: called, language: shown, ...renderLetter(example.letter(shown), { language: shown, recipientName: caller.name }) };
  }

  @Does('Sends one mail with plain example data to my own registered address, marked as a test. It is kept with all that was sent.')
  @Post(':name/test-send')
  @HttpCode(202)
  @Permit('templates:test')
  @Idempotent()
  @Answers(202, sent)
  async testSend(@Param('name', { schema: name }) called: string, @Body({ schema: testSend }) body: z.infer<typeof testSend>, @Caller() caller: Principal, @CommandId() commandId: string): Promise<z.infer<typeof sent>> {
    const example = known(called);
    const person = await this.personOf(caller);
    const wait = await takeTurn(this.db, `test-mail:${person.id}`, PACE);
    if (wait > 0) throw problems.tooMany(Math.ceil(wait / 1_000));
    const inLanguage = body.language ?? languageOf(person.language);
    const deliveryId = uuidv5('test mail', commandId);
    const row = noticeRow({
      id: deliveryId,
      // A test is for the eyes of its sender: it goes by mail at once, whatever that person chose for the mail it shows.
      template: `access.test.${called}`,
      recipient: { kind: 'staff', id: person.id, address: person.email, language: inLanguage },
      mail: testMail(example, inLanguage, person.name),
      domain: this.configuration.mail.domain,
      at: this.now(),
    });
    await this.db.transaction((tx) => insertOutbox(tx, [row]));
    return { deliveryId, address: person.email, language: inLanguage };
  }

  private async personOf({ personId }: Principal): Promise<Person> {
    const person = personId === null ? null : await getPerson(this.db, personId);
    if (!person) throw problems.conflict('noPerson', 'This key belongs to no person; a test goes to the registered address of whoever asks for it.');
    return person;
  }
}

function known(called: string): MailExample {
  const example = exampleNamed(called);
  if (!example) throw problems.notFound('This mail');
  return example;
}

/** The mail as its reader would get it, but for the word that it is a test. */
function testMail(example: MailExample, inLanguage: Language, recipientName: string) {
  const say = speak(inLanguage);
  const letter = example.letter(inLanguage);
  const note = say('test.note');
  return renderLetter({ ...letter, subject: say('test.subject', { subject: letter.subject }), preheader: note, paragraphs: [note, ...letter.paragraphs] }, { language: inLanguage, recipientName });
}
