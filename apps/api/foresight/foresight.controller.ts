import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import type { Clusters } from '#domain/foresight/clusters.js';
import type { Forecast } from '#domain/foresight/forecast.js';
import { decodeCursor, pageOf } from '#persistence/cursor.js';
import type { Database } from '#persistence/database.js';
import { supplierClusters } from '#persistence/foresight/clusters.js';
import { supplierForecast } from '#persistence/foresight/forecast.js';
import { Permit } from '../auth/permit.js';
import { Answers, dateText, Does } from '../http/answers.js';
import { id } from '../http/paging.js';
import { problems } from '../http/problem.js';
import { InjectDatabase, InjectNow, type Now } from '../parts.js';
import { asOfQuery, clusterQuery, clusters, forecast } from './foresight-schemas.js';

@ApiTags('Foresight')
@Controller('api/v1')
export class ForesightController {
  constructor(
    @InjectDatabase() private readonly db: Database,
    @InjectNow() private readonly now: Now,
  ) {}

  @Does('On-time delivery and lead time of the next three months, each with an interval; with too short a history it says so.')
  @Get('suppliers/:id/forecast')
  @Permit('suppliers:read')
  @Answers(200, forecast)
  async forecast(
    @Param('id', { schema: id }) supplierId: string,
    @Query({ schema: asOfQuery }) query: z.infer<typeof asOfQuery>,
  ): Promise<z.infer<typeof forecast>> {
    const { asOf, at } = this.dayOf(query.asOf);
    if ((await this.db.prisma.supplier.count({ where: { id: supplierId } })) === 0) throw problems.notFound('This supplier');
    const { latestMonth, interval, onTimeDelivery, leadTimeMean } = await supplierForecast(this.db, supplierId, { asOf, at });
    const items = [
      { indicator: 'onTimeDelivery' as const, unit: 'percent' as const, ...shownForecast(onTimeDelivery) },
      { indicator: 'leadTimeMean' as const, unit: 'days' as const, ...shownForecast(leadTimeMean) },
    ];
    const status = items.some((item) => item.status === 'ok') ? 'ok' : 'insufficientHistory';
    return { supplierId, asOf, latestMonth, interval, status, reason: status === 'ok' ? null : (items[0]?.reason ?? null), items };
  }

  @Does('High-potential and high-risk suppliers and what sets them apart, by code; with too few suppliers it says so.')
  @Get('foresight/clusters')
  @Permit('suppliers:read')
  @Answers(200, clusters)
  async clusters(@Query({ schema: clusterQuery }) query: z.infer<typeof clusterQuery>): Promise<z.infer<typeof clusters>> {
    const { asOf, at } = this.dayOf(query.asOf);
    const after = query.cursor === undefined ? null : decodeCursor(query.cursor, ['text', 'text']);
    const found = await supplierClusters(this.db, { asOf, at });
    const members = found.status === 'ok' ? found.members : [];
    const listed = members
      .filter(({ cluster }) => query.cluster === undefined || cluster === query.cluster)
      .filter(({ code, cluster }) => after === null || code > after[0] || (code === after[0] && cluster > after[1]));
    const page = pageOf(listed.slice(0, query.limit + 1), query.limit, (member) => ({ ...member, because: [...member.because] }), ({ code, cluster }) => [code, cluster]);
    const count = (cluster: string) => members.filter((member) => member.cluster === cluster).length;
    return { ...page, asOf, ...shownClusters(found), counts: { highPotential: count('highPotential'), highRisk: count('highRisk') } };
  }

  private dayOf(asOf: string | undefined): { asOf: string; at: Date } {
    const at = this.now();
    const today = dateText(at);
    if (asOf !== undefined && asOf > today) throw problems.malformed('The day lies ahead.', [{ path: 'asOf', message: `lies ahead: today is ${today}` }]);
    return { asOf: asOf ?? today, at };
  }
}

function shownForecast(found: Forecast) {
  const { status, history } = found;
  return { status, history, reason: found.status === 'ok' ? null : found.reason, months: found.status === 'ok' ? [...found.months] : [] };
}

function shownClusters(found: Clusters) {
  if (found.status !== 'ok') {
    const { status, reason, judged } = found;
    return { status, reason, judged, medianLevel: null, volatileFrom: null, setsApart: { highPotential: [], highRisk: [] }, groups: [] };
  }
  const { status, judged, medianLevel, volatileFrom, setsApart, groups } = found;
  return {
    status,
    reason: null,
    judged,
    medianLevel,
    volatileFrom,
    setsApart: { highPotential: [...setsApart.highPotential], highRisk: [...setsApart.highRisk] },
    groups: groups.map((group) => ({ ...group, setsApart: [...group.setsApart] })),
  };
}
