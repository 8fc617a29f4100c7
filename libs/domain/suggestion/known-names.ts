import { kindNamed, type FactKindName } from '../facts/catalogue.js';

/** Names by which sources call the supplier's code. SAP's are the names of fields. */
export const supplierCodeNames: readonly string[] = [
  'supplier code', 'vendor code', 'supplier id', 'vendor id', 'supplier number', 'vendor number', 'supplier no', 'vendor no', 'vendor account',
  'lifnr', 'lieferant', 'lieferantennummer', 'kreditor', 'код поставщика', 'код контрагента', 'инн поставщика', '供应商代码', '供应商编码', '供应商编号', '供方代码',
];

/** Names by which sources call the supplier's name. */
export const supplierNames: readonly string[] = [
  'supplier', 'vendor', 'supplier name', 'vendor name', 'seller', 'manufacturer', 'name1', 'name des lieferanten', 'поставщик', 'контрагент', 'наименование поставщика',
  'партнер', '供应商', '供应商名称', '供方', '厂商', '厂家',
];

/** What the fields of a kind are called in English, Russian (1C), Chinese and SAP, whose fields have names and whose reports have German headings; the most particular name first. */
type Names = Readonly<Record<string, readonly string[]>>;

const line = ['order line id', 'po line id', 'order line', 'po line', 'line id', 'строка заказа', 'заказ поставщику', '订单行', '采购订单行', '订单行号'];
const item = ['item', 'item description', 'material', 'material number', 'part number', 'sku', 'product', 'article', 'matnr', 'txz01', 'kurztext', 'номенклатура', 'артикул', 'товар', 'материал', '物料', '物料编码', '物料名称', '品名', '料号', '产品'];
const unit = ['unit', 'unit of measure', 'uom', 'meins', 'mengeneinheit', 'bestellmengeneinheit', 'единица измерения', 'ед изм', 'единица', '单位', '计量单位'];
const currency = ['currency', 'currency code', 'waers', 'währung', 'валюта', '币种', '货币'];
const category = ['category', 'commodity', 'product group', 'material group', 'matkl', 'warengruppe', 'вид номенклатуры', 'категория', 'группа', '类别', '物料组', '品类'];
const lot = ['lot', 'batch', 'lot number', 'batch number', 'charg', 'партия', 'серия', '批次', '批号'];

const particular: Partial<Record<FactKindName, Names>> = {
  orderLines: {
    externalId: ['id', 'line id', 'order line id', 'po line id', 'schedule line', 'ebelp', 'position', 'номер строки', 'идентификатор', '行号', '订单行号', '序号'],
    orderNumber: ['order number', 'po number', 'purchase order', 'po', 'po so', 'order', 'order no', 'ebeln', 'einkaufsbeleg', 'bestellnummer', 'номер заказа', 'заказ', 'номер', '订单号', '采购订单', '采购订单号', '订单编号'],
    item,
    category,
    orderedQuantity: ['ordered quantity', 'order quantity', 'quantity ordered', 'line item quantity', 'quantity', 'qty', 'menge', 'bestellmenge', 'количество', 'заказано', 'кол во', '订购数量', '采购数量', '订单数量', '数量'],
    unit,
    unitPrice: ['unit price', 'price', 'net price', 'netpr', 'nettopreis', 'цена', 'цена за единицу', '单价', '价格', '净价'],
    lineValue: ['line value', 'line item value', 'net value', 'amount', 'total', 'netwr', 'nettobestellwert', 'сумма', 'стоимость', '金额', '总价', '行金额'],
    currency,
    orderDate: ['order date', 'po date', 'po sent to vendor date', 'document date', 'bedat', 'belegdatum', 'bestelldatum', 'дата заказа', 'дата', '下单日期', '订单日期', '采购日期'],
    originalPromisedDate: ['promised date', 'original promised date', 'scheduled delivery date', 'delivery date', 'due date', 'eta', 'slfdt', 'lieferdatum', 'дата поступления', 'дата поставки', 'срок поставки', 'плановая дата поставки', '承诺交期', '交货日期', '交期', '约定交货日期', '计划交货日期'],
    currentPromisedDate: ['current promised date', 'confirmed date', 'new delivery date', 'revised delivery date', 'eindt', 'новая дата поступления', 'перенесенная дата', '最新交期', '确认交期', '变更后交期'],
    promiseChangedBy: ['promise changed by', 'changed by', 'инициатор переноса', '变更方'],
    cancelledBy: ['cancelled by', 'canceled by', 'инициатор отмены', '取消方'],
    cancelledOn: ['cancelled on', 'cancellation date', 'дата отмены', '取消日期'],
    cancelledQuantity: ['cancelled quantity', 'отменено количество', '取消数量'],
    transportCost: ['transport cost', 'freight', 'freight cost', 'стоимость доставки', '运费'],
  },
  receipts: {
    externalId: ['receipt id', 'receipt number', 'goods receipt', 'material document', 'grn', 'mblnr', 'belnr', 'materialbeleg', 'номер поступления', 'номер', '收货单号', '入库单号'],
    lineExternalId: line,
    quantity: ['received quantity', 'quantity received', 'receipt quantity', 'quantity', 'qty', 'menge', 'wemng', 'wareneingangsmenge', 'принято', 'поступило', 'количество', '收货数量', '入库数量', '实收数量', '到货数量'],
    receivedOn: ['received on', 'receipt date', 'received date', 'delivered to client date', 'posting date', 'delivery date', 'budat', 'buchungsdatum', 'дата поступления', 'дата приемки', 'дата', '收货日期', '入库日期', '到货日期', '实际到货日期'],
    unit,
  },
  inspections: {
    externalId: ['inspection id', 'inspection lot', 'inspection number', 'prueflos', 'номер протокола', 'номер контроля', '检验批', '检验单号', '检验编号'],
    lineExternalId: line,
    lot,
    inspectedOn: ['inspected on', 'inspection date', 'дата контроля', 'дата проверки', '检验日期'],
    inspectedQuantity: ['inspected quantity', 'quantity inspected', 'sample size', 'проверено', 'количество проверено', '检验数量', '抽检数量', '送检数量'],
    rejectedQuantity: ['rejected quantity', 'quantity rejected', 'defective', 'defects', 'забраковано', 'брак', '不合格数量', '不良数量', '拒收数量'],
    concessionQuantity: ['concession quantity', 'conceded', 'принято с отклонением', '让步接收数量', '特采数量'],
    defectType: ['defect type', 'defect', 'вид дефекта', 'дефект', '缺陷类型', '不良类型', '不合格原因'],
    disposition: ['disposition', 'usage decision', 'решение', '处置', '处理方式'],
  },
  invoices: {
    externalId: ['invoice id', 'invoice number', 'invoice', 'belnr', 'номер счета', 'счет фактура', '发票号', '发票号码'],
    lineExternalId: line,
    invoicedOn: ['invoice date', 'invoiced on', 'bldat', 'дата счета', 'дата счета фактуры', '开票日期', '发票日期'],
    amount: ['invoice amount', 'amount', 'total', 'wrbtr', 'сумма', 'сумма счета', '发票金额', '金额'],
    currency,
    dueOn: ['due date', 'payment due', 'net due date', 'срок оплаты', 'оплатить до', '付款到期日', '应付日期'],
    accurate: ['accurate', 'correct', 'без ошибок', '准确', '是否正确'],
  },
  payments: {
    externalId: ['payment id', 'payment number', 'augbl', 'номер платежа', 'платежное поручение', '付款单号'],
    invoiceExternalId: ['invoice number', 'invoice', 'invoice id', 'номер счета', 'счет фактура', '发票号'],
    paidOn: ['payment date', 'paid on', 'clearing date', 'augdt', 'дата платежа', 'дата оплаты', '付款日期', '支付日期'],
    amount: ['payment amount', 'amount paid', 'amount', 'сумма платежа', 'сумма', '付款金额', '支付金额'],
    currency,
  },
  complaints: {
    externalId: ['complaint id', 'complaint number', 'claim number', 'номер рекламации', 'номер претензии', '投诉编号', '客诉编号'],
    openedOn: ['complaint date', 'opened on', 'raised on', 'дата рекламации', 'дата претензии', '投诉日期', '客诉日期'],
    kind: ['complaint type', 'kind', 'type', 'вид', '投诉类型'],
    severity: ['severity', 'priority', 'серьезность', 'критичность', '严重程度'],
    item,
    description: ['description', 'text', 'описание', '描述', '问题描述'],
    answerDueOn: ['answer due', 'answer by', 'ответить до', '答复期限'],
    answeredOn: ['answered on', 'answer date', 'дата ответа', '答复日期'],
    closedOn: ['closed on', 'closing date', 'дата закрытия', '关闭日期'],
  },
  shipments: {
    externalId: ['shipment id', 'shipment number', 'asn', 'delivery number', 'номер отгрузки', '发货单号', '送货单号'],
    lineExternalId: line,
    quantity: ['shipped quantity', 'quantity', 'отгружено', 'количество', '发货数量', '数量'],
    shippedOn: ['ship date', 'shipped on', 'shipment date', 'дата отгрузки', '发货日期'],
    expectedOn: ['expected on', 'eta', 'expected date', 'ожидаемая дата', '预计到货日期'],
    batch: lot,
    trackingNumber: ['tracking number', 'waybill', 'трек номер', 'номер накладной', '运单号', '物流单号'],
  },
  items: {
    externalId: ['item id', 'item number', 'material number', 'sku', 'matnr', 'код', 'артикул', '物料编码', '料号'],
    name: ['item name', 'name', 'description', 'maktx', 'наименование', '物料名称', '品名', '描述'],
    category,
    unit,
  },
  certificates: {
    externalId: ['certificate id', 'id', '证书id'],
    kind: ['certificate', 'certificate type', 'standard', 'вид сертификата', 'сертификат', '证书类型', '证书名称'],
    number: ['certificate number', 'number', 'номер сертификата', '证书编号'],
    issuer: ['issuer', 'issued by', 'кем выдан', '发证机构'],
    validFrom: ['valid from', 'issue date', 'действует с', 'дата выдачи', '生效日期', '发证日期'],
    validTo: ['valid to', 'valid until', 'expiry date', 'действует до', 'срок действия', '有效期至', '到期日期'],
    mandatory: ['mandatory', 'required', 'обязательный', '强制', '必需'],
  },
};

/** All known names of the fields of a kind; a field without others is known by its own name in words. */
export function knownNames(kind: FactKindName): Names {
  return Object.fromEntries(Object.keys(kindNamed(kind).columns).map((field) => [field, [...(particular[kind]?.[field] ?? []), inWords(field)]]));
}

/** `lineExternalId` is `line external id`. */
function inWords(field: string): string {
  return field.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
