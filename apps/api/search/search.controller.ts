import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import type { Database } from '#persistence/database.js';
import { contractOf } from '#workflows/contracts.js';
import { Permit } from '../auth/permit.js';
import { Caller, type Principal } from '../auth/principal.js';
import { Answers, Does } from '../http/answers.js';
import { InjectDatabase } from '../parts.js';

const SHOWN = 10;

const searchQuery = z.object({ q: z.string().trim().min(1).max(200) });
const found = z
  .object({
    suppliers: z.array(z.object({ id: z.uuid(), code: z.string(), name: z.string(), status: z.string() })),
    cases: z.array(z.object({ id: z.uuid(), process: z.string(), route: z.string(), title: z.string(), stage: z.string(), supplierName: z.string() })),
  })
  .meta({ id: 'SearchResult' });

@ApiTags('Work')
@Controller('api/v1/search')
export class SearchController {
  constructor(@InjectDatabase() private readonly db: Database) {}

  @Does('Suppliers by name or code, cases by title or supplier: the first ten of each.')
  @Get()
  @Permit('suppliers:read')
  @Answers(200, found)
  async search(@Query({ schema: searchQuery }) { q }: z.infer<typeof searchQuery>, @Caller() caller: Principal): Promise<z.infer<typeof found>> {
    const contains = { contains: q.replace(/[\\%_]/g, '\\$&'), mode: 'insensitive' as const };
    const suppliers = await this.db.prisma.supplier.findMany({
      where: { OR: [{ name: contains }, { code: contains }] },
      orderBy: [{ name: 'asc' }, { id: 'asc' }],
      select: { id: true, code: true, name: true, status: true },
      take: SHOWN,
    });
    return { suppliers, cases: caller.permissions.has('rectification:read') ? await this.cases(q, caller) : [] };
  }

  private async cases(q: string, caller: Principal): Promise<z.infer<typeof found>['cases']> {
    const { rows } = await this.db.pool.query<{ id: string; process: string; title: string; stage: string; supplierName: string }>(
      `select c.id, c.process, c.title, c.stage, s.name as "supplierName" from cases c join suppliers s on s.id = c.supplier_id
       where (c.title ilike $1 or s.name ilike $1 or c.id::text like lower($1)) and (not c.confidential or $3 = any(c.readers))
       order by c.opened_at desc limit $2`,
      [`%${q.replace(/[\\%_]/g, '\\$&')}%`, SHOWN, caller.id],
    );
    return rows.map((row) => ({ ...row, route: contractOf(row.process)?.route ?? row.process }));
  }
}
