/** Texts of what comes in and goes out: held mails, addresses, deliveries, webhooks, chats, notifications. */
export const channelsZh: Readonly<Record<string, string>> = {
};
