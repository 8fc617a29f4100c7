import { z } from 'zod';
import { connectorShape } from './shape.js';

const name = z.string().trim().min(1).max(100).regex(/^\P{Cc}*$/u, 'must be one line without control characters');

/** Names and passwords do not belong into an address: it is shown to everybody who may see the connector. */
const url = z
  .string()
  .max(2_000)
  .refine((text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol), { error: 'must be an address such as https://erp.example.com/api/lines' })
  .refine((text) => !URL.canParse(text) || (new URL(text).username === '' && new URL(text).password === ''), {
    error: 'must not hold a name or password; name a secret in secretName instead',
  });

/** The name of a secret: the environment variable `STEWARD_CONNECTOR_SECRET_<NAME>` holds its value. */
export const secretName = z.string().max(60).regex(/^[A-Z][A-Z0-9_]*$/, { error: 'must be capital letters, digits and _, such as ERP' });

/** A week is the longest pause between two pulls. */
const everyMinutes = z.int().min(1).max(10_080).describe('Minutes between the starts of two pulls.');

const mapping = z.string().min(1).max(100);

/** Body of `POST /connectors`. */
export const newConnectorBody = z
  .strictObject({
    name,
    url,
    mapping: mapping.describe('Name of the mapping, built in or saved, that the rows go through; its columns are names in a row, nested ones joined by dots.'),
    shape: connectorShape.default(() => connectorShape.parse({})),
    secretName: secretName.nullable().default(null).describe('Sent as Bearer token: the value of STEWARD_CONNECTOR_SECRET_<NAME> in the environment of the worker.'),
    everyMinutes: everyMinutes.default(60),
    paused: z.boolean().default(false),
  })
  .meta({ id: 'NewConnector' });

/** Body of `PATCH /connectors/{id}`: what is left out stays. `cursor: null` makes the next pull begin at the beginning. */
export const connectorChange = z
  .strictObject({
    name: name.optional(),
    url: url.optional(),
    mapping: mapping.optional(),
    shape: connectorShape.optional(),
    secretName: secretName.nullable().optional(),
    everyMinutes: everyMinutes.optional(),
    cursor: z.null().optional().describe('null: the next pull begins at the beginning.'),
  })
  .meta({ id: 'ConnectorChange' });

/** See {@link newConnectorBody}. */
export type NewConnector = z.infer<typeof newConnectorBody>;

/** See {@link connectorChange}. */
export type ConnectorChange = z.infer<typeof connectorChange>;
