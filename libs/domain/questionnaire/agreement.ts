import type { Words } from './questionnaire.js';

/** The agreements on confidentiality and use of data that Steward brings along, by version: each paragraph in each language. */
const agreements: Readonly<Record<string, readonly Words[]>> = {
  '2026-1': [
    {
      en: 'Confidentiality. Both sides keep confidential what they learn from each other about prices, products, processes and customers, use it only for the business between them, and pass it only to employees and advisers who need it and are bound in the same way. This holds for three years after the last exchange.',
      zh: '保密。双方对从对方获知的价格、产品、工艺和客户信息予以保密，仅用于双方之间的业务，并仅向因工作需要且承担同等保密义务的员工和顾问披露。本义务自最后一次信息交换之日起持续三年。',
      ru: 'Конфиденциальность. Стороны не разглашают полученные друг от друга сведения о ценах, продукции, процессах и заказчиках, используют их только в отношениях между собой и передают только тем работникам и консультантам, которым они необходимы и которые связаны такими же обязательствами. Обязательство действует три года после последнего обмена сведениями.',
    },
    {
      en: 'Exceptions. This does not hold for what is public, was known already, was received lawfully from others, or must be disclosed by law; the other side is told of such a disclosure beforehand where the law allows.',
      zh: '例外。上述义务不适用于已公开的信息、此前已知悉的信息、从第三方合法取得的信息以及依法必须披露的信息；在法律允许的范围内，披露前应告知对方。',
      ru: 'Исключения. Обязательство не распространяется на сведения, которые общедоступны, были известны ранее, законно получены от третьих лиц или подлежат раскрытию по закону; о таком раскрытии другая сторона уведомляется заранее, если закон это допускает.',
    },
    {
      en: 'Use of data. We store what you send us – answers, documents, names and business addresses of your contacts – to qualify and evaluate you as a supplier and to work with you, for as long as that lasts and the law asks for. You can have it shown, corrected or, where the law does not ask us to keep it, erased at any time.',
      zh: '数据使用。我方保存贵方提交的答复、文件以及联系人姓名和业务联系方式，用于供应商资格审查、评价及业务合作，保存期限以合作存续期间和法律要求为限。贵方可随时要求查阅、更正；法律未要求保存的，可要求删除。',
      ru: 'Использование данных. Мы храним направленные вами ответы, документы, имена и рабочие контакты ваших представителей для квалификации и оценки вас как поставщика и для совместной работы – столько, сколько она длится и сколько требует закон. Вы можете в любое время запросить их, исправить или, если закон не обязывает их хранить, потребовать удаления.',
    },
  ],
};

/** The paragraphs of an agreement; null for one whose text Steward does not hold. */
export function agreementOf(version: string): readonly Words[] | null {
  return Object.hasOwn(agreements, version) ? (agreements[version] ?? null) : null;
}
