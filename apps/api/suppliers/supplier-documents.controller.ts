import { Controller, Get, Param, Query, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Database } from '#persistence/database.js';
import { listCertificates, listContracts } from '#persistence/suppliers/documents.js';
import { Permit } from '../auth/permit.js';
import { Answers, date, dateText, Does, instant } from '../http/answers.js';
import { given, id, pageOfItems, pageQuery } from '../http/paging.js';
import { InjectDatabase } from '../parts.js';
import { supplierAsked } from './supplier-asked.js';

const document = { id: z.uuid(), source: z.string(), externalId: z.string(), version: z.int(), number: z.string(), validFrom: date, validTo: date.nullable() };
const certificates = pageOfItems(
  z
    .object({ ...document, kind: z.string(), issuer: z.string().nullable(), mandatory: z.boolean(), fileIds: z.array(z.uuid()), arrivedAt: instant })
    .meta({ id: 'Certificate' }),
).meta({ id: 'Certificates' });
const words = z.string().nullable();
const contracts = pageOfItems(
  z
    .object({
      ...document,
      priceTerms: words,
      qualitySpecification: words,
      testMethod: words,
      paymentTerms: words,
      liquidatedDamages: words,
      noticeDays: z.int().nullable(),
      kpiTargets: z.unknown().describe('As agreed, by indicator; null without.'),
      arrivedAt: instant,
    })
    .meta({ id: 'Contract' }),
).meta({ id: 'Contracts' });

type Dated = { supplierId: string; validFrom: Date; validTo: Date | null; arrivedAt: Date; recordedAt: Date | null };

const shown = <T extends Dated>({ supplierId: _supplier, recordedAt: _recorded, validFrom, validTo, arrivedAt, ...rest }: T) => ({
  ...rest,
  validFrom: dateText(validFrom),
  validTo: validTo && dateText(validTo),
  arrivedAt: arrivedAt.toISOString(),
});

@ApiTags('Suppliers')
@Controller('api/v1/suppliers/:id')
export class SupplierDocumentsController {
  constructor(@InjectDatabase() private readonly db: Database) {}

  @Does('The certificates of the supplier, as its facts have them now.')
  @Get('certificates')
  @Permit('suppliers:read')
  @Answers(200, certificates)
  async certificates(
    @Param('id', { schema: id }) supplierId: string,
    @Query({ schema: pageQuery }) query: z.infer<typeof pageQuery>,
    @Req() request: FastifyRequest,
  ): Promise<z.infer<typeof certificates>> {
    await supplierAsked(this.db, supplierId, request);
    const page = await listCertificates(this.db, { supplierId, ...given(query) });
    return { ...page, items: page.items.map(shown) };
  }

  @Does('The contracts with the supplier, as its facts have them now.')
  @Get('contracts')
  @Permit('suppliers:read')
  @Answers(200, contracts)
  async contracts(
    @Param('id', { schema: id }) supplierId: string,
    @Query({ schema: pageQuery }) query: z.infer<typeof pageQuery>,
    @Req() request: FastifyRequest,
  ): Promise<z.infer<typeof contracts>> {
    await supplierAsked(this.db, supplierId, request);
    const page = await listContracts(this.db, { supplierId, ...given(query) });
    return { ...page, items: page.items.map(shown) };
  }
}
