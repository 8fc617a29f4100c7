import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { v4 as uuidv4 } from 'uuid';
import type { Configuration } from '#apps/configuration.js';
import { openOutgoingMail } from '#apps/delivery/transport.js';
import { deliverMessage } from '#apps/delivery/deliver-mail.js';
import { languageOf } from '#messaging/catalogs/speak.js';
import { renderMail } from '#messaging/render.js';
import { signInAddress } from '#persistence/access/first-sign-in.js';
import { activePersonByEmail } from '#persistence/access/people.js';
import { createSignInToken } from '#persistence/access/sessions.js';
import type { Database } from '#persistence/database.js';
import type { Person } from '#persistence/generated/client.js';
import { noticeRow } from '#persistence/outbox/notice.js';
import { insertOutbox } from '#persistence/outbox/outbox.js';
import { InjectConfiguration, InjectDatabase, InjectNow, type Now } from '../parts.js';

/** How long a mailed link is valid, in minutes. */
const VALID = 15;
/** While this process delivers, in milliseconds, the mail process leaves the message alone; afterwards it takes over. */
const LEASE = 120_000;

/** Mails one-time links. */
@Injectable()
export class SignInMail implements OnModuleDestroy {
  private readonly logger = new Logger('sign-in');
  private readonly transport;
  private readonly sending = new Set<Promise<void>>();

  constructor(
    @InjectConfiguration() private readonly configuration: Configuration,
    @InjectDatabase() private readonly db: Database,
    @InjectNow() private readonly now: Now,
  ) {
    this.transport = openOutgoingMail(configuration);
  }

  /** Sends in the background, so that neither answer nor its delay tells whether the address is somebody's. */
  send(email: string): void {
    const work = this.deliver(email).catch((error: unknown) => this.logger.error('A sign-in link could not be sent', error));
    this.sending.add(work);
    void work.finally(() => this.sending.delete(work));
  }

  async onModuleDestroy(): Promise<void> {
    await Promise.all(this.sending);
    this.transport.close();
  }

  private async deliver(email: string): Promise<void> {
    const person = await activePersonByEmail(this.db, email);
    if (!person) return;
    const outboxId = await this.store(person);
    await deliverMessage({ db: this.db, transport: this.transport, now: this.now, publicUrl: this.configuration.publicUrl }, outboxId, LEASE);
  }

  private async store(person: Person): Promise<string> {
    const { publicUrl, mail } = this.configuration;
    const at = this.now();
    const token = await createSignInToken(this.db, { personId: person.id, at, life: VALID * 60_000 });
    const id = uuidv4();
    const rendered = renderMail({
      template: 'access.signInLink',
      language: languageOf(person.language),
      recipientName: person.name,
      caseNumber: '',
      supplierName: '',
      title: '',
      description: '',
      dueAt: null,
      timeZone: 'UTC',
      params: { minutes: VALID },
      caseUrl: signInAddress(publicUrl, token),
    });
    const recipient = { kind: 'staff' as const, id: person.id, address: person.email, language: person.language };
    const row = noticeRow({ id, template: 'access.signInLink', recipient, mail: rendered, domain: mail.domain, at });
    await this.db.transaction((tx) => insertOutbox(tx, [row]));
    return id;
  }
}
