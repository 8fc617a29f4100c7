import { Body, Controller, Delete, Get, HttpCode, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Configuration } from '#apps/configuration.js';
import { roles } from '#persistence/access/roles.js';
import { endSession, redeemSignInToken } from '#persistence/access/sessions.js';
import type { Database } from '#persistence/database.js';
import { permissions } from '../auth/permissions.js';
import { Permit, Public } from '../auth/permit.js';
import { Caller, type Principal } from '../auth/principal.js';
import { SESSION_COOKIE, sessionCookieOptions } from '../auth/session-cookie.js';
import { Answers, Does, instant } from '../http/answers.js';
import { Problem } from '../http/problem.js';
import { Guessable } from '../http/rate-limit.js';
import { InjectConfiguration, InjectDatabase, InjectNow, type Now } from '../parts.js';
import { SignInMail } from './sign-in-mail.js';

const linkRequest = z.object({ email: z.email().max(320) });
const signIn = z.object({ token: z.string().min(1).max(200).describe('From the one-time link, after `#token=`.') });
const session = z.object({ expiresAt: instant }).meta({ id: 'Session' });
const me = z
  .object({
    id: z.uuid(),
    name: z.string(),
    email: z.string().nullable(),
    roles: z.array(z.enum(roles)),
    permissions: z.array(z.enum(permissions)),
  })
  .meta({ id: 'Me' });

@ApiTags('Access')
@Controller('api/v1')
export class SessionsController {
  constructor(
    @InjectConfiguration() private readonly configuration: Configuration,
    @InjectDatabase() private readonly db: Database,
    @InjectNow() private readonly now: Now,
    private readonly signInMail: SignInMail,
  ) {}

  @Does('Mails a one-time sign-in link, if the address is a person\'s. The answer is the same if it is not.')
  @Post('sign-in-links')
  @Public()
  @HttpCode(202)
  @Guessable()
  @Answers(202, null, 'If the address is known, a link is on its way.')
  requestLink(@Body({ schema: linkRequest }) { email }: z.infer<typeof linkRequest>): void {
    this.signInMail.send(email);
  }

  @Does('Signs in with the token of a one-time link: sets the session cookie, for 12 hours.')
  @Post('sessions')
  @Public()
  @Guessable()
  @Answers(201, session)
  async create(
    @Body({ schema: signIn }) { token }: z.infer<typeof signIn>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.infer<typeof session>> {
    const opened = await redeemSignInToken(this.db, token, this.now());
    if (!opened) {
      throw new Problem({ status: 401, code: 'linkInvalid', detail: 'This link has expired or was used before; ask for a new one.' });
    }
    void reply.setCookie(SESSION_COOKIE, opened.session, { ...sessionCookieOptions(this.configuration), expires: opened.expiresAt });
    return { expiresAt: opened.expiresAt.toISOString() };
  }

  @Does('Signs out.')
  @Delete('sessions/current')
  @Permit('self')
  @HttpCode(204)
  @Answers(204, null)
  async end(@Caller() caller: Principal, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    if (caller.sessionHash) await endSession(this.db, caller.sessionHash, this.now());
    void reply.clearCookie(SESSION_COOKIE, sessionCookieOptions(this.configuration));
  }

  @Does('Who I am and what I may do.')
  @Get('me')
  @Permit('self')
  @Answers(200, me)
  me(@Caller() caller: Principal): z.infer<typeof me> {
    const { id, name, email, roles: held } = caller;
    return { id, name, email, roles: [...held], permissions: [...caller.permissions] };
  }
}
