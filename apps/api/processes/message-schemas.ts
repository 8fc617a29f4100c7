import { z } from 'zod';
import { LONGEST_TEXT } from '#domain/rectification/commands.js';
import { fileSchema } from '../files/files.controller.js';
import { instant } from '../http/answers.js';
import { pageOfItems } from '../http/paging.js';

/** One message of a case's conversation. */
export const messageSchema = z
  .object({
    id: z.uuid(),
    direction: z.string().describe('`in` from the supplier, `out` from us.'),
    channel: z.string(),
    author: z.object({ kind: z.string(), id: z.string(), name: z.string() }),
    text: z.string(),
    files: z.array(fileSchema).describe('Read one with GET /files/{id}.'),
    at: instant,
  })
  .meta({ id: 'Message' });

export const messages = pageOfItems(messageSchema).meta({ id: 'Messages' });

export const newMessage = z.object({ text: z.string().trim().min(1, 'must not be empty').max(LONGEST_TEXT) });
