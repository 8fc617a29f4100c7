import type { components } from '../api/schema.js';
import type { FactKind } from './queries.js';

type Schemas = components['schemas'];
type Fields<Item> = { readonly needed: readonly (keyof Item)[]; readonly further: readonly (keyof Item)[] };

/** Fields of each kind of fact that a column of a file can hold; the supplier and lists of files aside. */
export const fieldsOf = {
  orderLines: {
    needed: ['externalId', 'orderedQuantity', 'unit', 'originalPromisedDate'],
    further: [
      'orderNumber',
      'item',
      'category',
      'unitPrice',
      'lineValue',
      'currency',
      'orderDate',
      'promisedDate',
      'currentPromisedDate',
      'promiseChangedBy',
      'cancelledBy',
      'cancelledOn',
      'cancelledQuantity',
      'transportCost',
      'recordedAt',
    ],
  } satisfies Fields<Schemas['OrderLinesItem']>,
  receipts: { needed: ['externalId', 'lineExternalId', 'quantity', 'receivedOn'], further: ['unit', 'recordedAt'] } satisfies Fields<Schemas['ReceiptsItem']>,
  receiptReversals: { needed: ['externalId', 'receiptExternalId', 'quantity', 'reversedOn'], further: ['recordedAt'] } satisfies Fields<Schemas['ReceiptReversalsItem']>,
  shipments: {
    needed: ['externalId', 'lineExternalId', 'quantity', 'shippedOn'],
    further: ['expectedOn', 'batch', 'trackingNumber', 'recordedAt'],
  } satisfies Fields<Schemas['ShipmentsItem']>,
  trackingEvents: { needed: ['externalId', 'shipmentExternalId', 'kind', 'occurredOn'], further: ['place', 'recordedAt'] } satisfies Fields<Schemas['TrackingEventsItem']>,
  inspections: {
    needed: ['externalId', 'inspectedOn', 'inspectedQuantity'],
    further: ['lineExternalId', 'lot', 'rejectedQuantity', 'concessionQuantity', 'defectType', 'disposition', 'recordedAt'],
  } satisfies Fields<Schemas['InspectionsItem']>,
  invoices: {
    needed: ['externalId', 'invoicedOn', 'amount'],
    further: ['lineExternalId', 'currency', 'dueOn', 'accurate', 'recordedAt'],
  } satisfies Fields<Schemas['InvoicesItem']>,
  payments: { needed: ['externalId', 'invoiceExternalId', 'paidOn', 'amount'], further: ['currency', 'recordedAt'] } satisfies Fields<Schemas['PaymentsItem']>,
  complaints: {
    needed: ['externalId', 'openedOn', 'kind'],
    further: ['severity', 'item', 'description', 'answerDueOn', 'answeredOn', 'closedOn', 'recordedAt'],
  } satisfies Fields<Schemas['ComplaintsItem']>,
  stoppages: { needed: ['externalId', 'occurredOn', 'hours'], further: ['reason', 'recordedAt'] } satisfies Fields<Schemas['StoppagesItem']>,
  surveyAnswers: { needed: ['externalId', 'survey', 'answeredOn', 'score'], further: ['respondent', 'recordedAt'] } satisfies Fields<Schemas['SurveyAnswersItem']>,
  progressReports: { needed: ['externalId', 'reportedOn', 'kind'], further: ['text', 'recordedAt'] } satisfies Fields<Schemas['ProgressReportsItem']>,
  certificates: {
    needed: ['externalId', 'kind', 'number', 'validFrom'],
    further: ['issuer', 'validTo', 'mandatory', 'recordedAt'],
  } satisfies Fields<Schemas['CertificatesItem']>,
  contracts: {
    needed: ['externalId', 'number', 'validFrom', 'validTo'],
    further: ['priceTerms', 'qualitySpecification', 'testMethod', 'paymentTerms', 'liquidatedDamages', 'noticeDays', 'recordedAt'],
  } satisfies Fields<Schemas['ContractsItem']>,
  items: { needed: ['externalId', 'name'], further: ['category', 'unit', 'recordedAt'] } satisfies Fields<Schemas['ItemsItem']>,
} as const satisfies Record<FactKind, { needed: readonly string[]; further: readonly string[] }>;

export const factKinds = Object.keys(fieldsOf) as FactKind[];

type Parts = (typeof fieldsOf)[FactKind];

/** A field of some kind of fact. */
export type Field = Parts['needed'][number] | Parts['further'][number];

/** The supplier stands in a column by code, or by name; one of them is enough. */
export type SupplierField = 'supplierCode' | 'supplierName';

/** Kinds whose supplier follows from the fact they belong to, or that have none. */
export const withoutSupplier: readonly FactKind[] = ['items'];
export const supplierFollows: readonly FactKind[] = [
  'receipts',
  'receiptReversals',
  'shipments',
  'trackingEvents',
  'inspections',
  'invoices',
  'payments',
];
