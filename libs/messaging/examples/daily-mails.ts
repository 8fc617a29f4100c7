import { alertRules, type AlertRule } from '#domain/monitoring/rules.js';
import { speak, type Language } from '../catalogs/speak.js';
import { alertsToStaff } from '../letters/alerts-to-staff.js';
import { alertsToSupplier } from '../letters/alerts-to-supplier.js';
import { messageFromSupplier, messageToSupplier } from '../letters/conversation.js';
import { digestLetter } from '../letters/digest.js';
import { disruptionReported } from '../letters/disruption.js';
import type { FoundAlert } from '../letters/finding-words.js';
import { receiptLetter, renewalLetter, type PageMatter } from '../letters/portal.js';
import { supplierUnreachable } from '../letters/undelivered.js';
import { writtenInstant } from '../templates/dates.js';
import { data, moments, NUMBER, SITE } from './data.js';
import type { MailExample } from './example.js';

const { asOf } = moments;
/** A checksum of a text, as a receipt shows it. */
const CHECK = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';

/** Mails of monitoring, of disruptions, of the conversation, and about mail itself. */
export const dailyMails: readonly MailExample[] = [
  {
    name: 'monitoring.alerts',
    to: 'staff',
    asks: false,
    letter: (language) => {
      const { supplier } = data[language];
      const alerts = alertRules
        .filter((rule) => rule !== 'supplyStopped')
        .map((rule) => ({ ...found(rule, language), supplier, toSupplier: rule === 'contractEnding' ? ('noContact' as const) : ('told' as const), opensCase: rule === 'onTimeDelivery3Months' }));
      return alertsToStaff({ language, asOf, alerts, url: `${SITE}/alerts` });
    },
  },
  {
    name: 'monitoring.alerts.stop',
    to: 'staff',
    asks: false,
    letter: (language) => alertsToStaff({ language, asOf, alerts: [{ ...found('supplyStopped', language), supplier: data[language].supplier, toSupplier: 'told', opensCase: true }], url: `${SITE}/alerts` }),
  },
  toSupplier('monitoring.alertsToSupplier', ['onTimeDelivery3Months', 'certificateEnding', 'complaintSurge']),
  toSupplier('monitoring.alertsToSupplier.enquiry', ['leadTimeLengthening']),
  toSupplier('monitoring.alertsToSupplier.stop', ['supplyStopped']),
  {
    name: 'monitoring.disruption',
    to: 'staff',
    asks: false,
    letter: (language) => {
      const { supplier, desk, said, category } = data[language];
      return disruptionReported({ language, supplier, person: desk, description: said, openLines: 7, openValue: [{ currency: 'USD', value: '128500.00' }], soleCategories: [category], caseNumber: NUMBER, url: `${SITE}/cases/${NUMBER}` });
    },
  },
  {
    name: 'delivery.failed',
    to: 'staff',
    asks: false,
    letter: (language) => {
      const { supplier, reader, title, serverSaid } = data[language];
      return supplierUnreachable({ subject: title, recipient: reader, address: 'sales@example.com', said: serverSaid }, { supplierName: supplier, supplierUrl: `${SITE}/suppliers/${NUMBER}` }, language);
    },
  },
  {
    name: 'digest',
    to: 'staff',
    asks: false,
    letter: (language) => {
      const { supplier, title } = data[language];
      const subject = speak(language)('planReceived.subject', { supplier, title, case: NUMBER });
      return digestLetter({ notices: [{ subject, caseId: NUMBER }, { subject: speak(language)('standards.subject', { year: 2026 }), caseId: null }], publicUrl: SITE }, language);
    },
  },
  {
    name: 'conversation.message',
    to: 'supplier',
    asks: false,
    letter: (language) => messageToSupplier({ text: data[language].said, author: data[language].desk, supplierName: data[language].supplier }, language),
  },
  {
    name: 'conversation.received',
    to: 'staff',
    asks: false,
    letter: (language) => messageFromSupplier({ text: data[language].plan, author: data[language].reader, supplierName: data[language].supplier, url: `${SITE}/suppliers/${NUMBER}` }, language),
  },
  {
    name: 'portal.receipt',
    to: 'supplier',
    asks: false,
    letter: (language) => {
      const { reader, plan, timeZone } = data[language];
      const say = speak(language);
      return receiptLetter(matter(language), { what: say('step.planning'), by: reader, at: writtenInstant(moments.at, timeZone, language, say), text: plan, check: CHECK, files: ['8D-0d9f1c2a.pdf'] });
    },
  },
  { name: 'portal.renewal', to: 'supplier', asks: false, letter: (language) => renewalLetter(matter(language)) },
];

function matter(language: Language): PageMatter {
  return { language, caseNumber: NUMBER, title: data[language].title, url: `${SITE}/portal/cases/example` };
}

function toSupplier(name: string, rules: readonly AlertRule[]): MailExample {
  return {
    name,
    to: 'supplier',
    asks: false,
    letter: (language) => alertsToSupplier({ language, asOf, supplier: data[language].supplier, alerts: rules.map((rule) => ({ ...found(rule, language), opensCase: rule !== 'leadTimeLengthening' })) }),
  };
}

/** An alert as its rule writes it. */
function found(rule: AlertRule, language: Language): FoundAlert {
  const { category, certificate } = data[language];
  const months = (rows: readonly object[]) => rows.map((row, index) => ({ month: `2026-0${7 + index}`, ...row }));
  const evidence: Record<AlertRule, Record<string, unknown>> = {
    onTimeDelivery3Months: { threshold: 90, months: months([{ numerator: 25, denominator: 35 }, { numerator: 21, denominator: 33 }, { numerator: 22, denominator: 32 }]) },
    leadTimeLengthening: { months: months([{ days: 31 }, { days: 36.5 }, { days: 44 }]) },
    certificateEnding: { kind: certificate, number: '4711', validTo: '2026-12-15', daysLeft: 29 },
    contractEnding: { number: '2024/17', validTo: '2026-12-31', daysLeft: 45 },
    soleSourceInBottleneck: { category },
    complaintSurge: { complaints: 5, windowDays: 30, expected: 1.4 },
    spendConcentration: { share: 41.3, category },
    supplyStopped: { lastArrival: '2026-10-21', linesDue: 4, openLines: 7, openValue: [{ currency: 'USD', value: '128500.00' }], soleCategories: [category] },
  };
  return { rule, severity: rule === 'supplyStopped' ? 'high' : 'medium', evidence: evidence[rule] };
}
