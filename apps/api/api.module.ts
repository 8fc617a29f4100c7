import { Module, type DynamicModule } from '@nestjs/common';
import { APP_GUARD, APP_PIPE } from '@nestjs/core';
import { processes } from '#workflows/contracts.js';
import { AppealsController } from './appeals/appeals.controller.js';
import { AccessGuard } from './auth/access.guard.js';
import { ConsequencesController } from './consequences/consequences.controller.js';
import { ConnectorsController } from './connectors/connectors.controller.js';
import { ScheduleKeeper } from './connectors/schedule-keeper.js';
import { CycleController } from './evaluations/cycle.controller.js';
import { EvaluationsController } from './evaluations/evaluations.controller.js';
import { RefusalsController } from './findings/refusals.controller.js';
import { RehearsalRunner } from './rehearsals/rehearsal-runner.js';
import { RehearsalsController } from './rehearsals/rehearsals.controller.js';
import { RestatementsController } from './evaluations/restatements.controller.js';
import { FactsDesk } from './facts/facts-desk.js';
import { factsControllers } from './facts/facts.controllers.js';
import { FilesController } from './files/files.controller.js';
import { ForesightController } from './foresight/foresight.controller.js';
import { HealthController } from './health/health.controller.js';
import { RateGuard } from './http/rate-limit.js';
import { SchemaPipe } from './http/validation.js';
import { ImportRunner } from './imports/import-runner.js';
import { ImportsController } from './imports/imports.controller.js';
import { InboundController } from './inbound/inbound.controller.js';
import { SuppressionsController } from './suppressions/suppressions.controller.js';
import { IndicatorsController } from './indicators/indicators.controller.js';
import { KeysController } from './keys/keys.controller.js';
import { ChannelsController } from './channels/channels.controller.js';
import { AnswersController } from './channels/answers.controller.js';
import { PersonalChatsController } from './preferences/personal-chats.controller.js';
import { DeputiesController } from './deputies/deputies.controller.js';
import { DeliveriesController } from './deliveries/deliveries.controller.js';
import { PreferencesController } from './preferences/preferences.controller.js';
import { WebhooksController } from './webhooks/webhooks.controller.js';
import { MailboxController } from './mailbox/mailbox.controller.js';
import { MappingsController } from './mappings/mappings.controller.js';
import { AlertsController } from './monitoring/alerts.controller.js';
import { DisruptionsController } from './disruptions/disruptions.controller.js';
import { MonitoringScheduleController } from './monitoring/schedule.controller.js';
import { MonitoringController } from './monitoring/monitoring.controller.js';
import { MyWorkController } from './my-work/my-work.controller.js';
import { AnswerDesk } from './portal/cases/answer-desk.js';
import { CasePages } from './portal/cases/case-pages.js';
import { casePageController } from './portal/cases/cases.controller.js';
import { onboardingPage } from './portal/onboardings/onboarding-page.js';
import { rectificationPage } from './portal/cases/rectification-page.js';
import { DraftDesk } from './portal/draft-desk.js';
import { LinkRenewal } from './portal/link-renewal.js';
import { PortalDatabase } from './portal/portal-database.js';
import { ForecastPageController } from './portal/forecasts.controller.js';
import { ScorecardPageController } from './portal/scorecards.controller.js';
import { SurveyFormController } from './portal/surveys.controller.js';
import { RatersController } from './raters/raters.controller.js';
import { SurveysController } from './surveys/surveys.controller.js';
import { CONFIGURATION, DATABASE, DOOR, NOW, type ApiParts } from './parts.js';
import { PeopleController } from './people/people.controller.js';
import { BacktestRunner } from './policies/backtest-runner.js';
import { BacktestsController } from './policies/backtests.controller.js';
import { QuestionnairesController } from './questionnaires/questionnaires.controller.js';
import { PoliciesController } from './policies/policies.controller.js';
import { caseController } from './processes/case-controller.js';
import { CaseDesk } from './processes/case-desk.js';
import { OrderSharesController } from './phase-outs/order-shares.controller.js';
import { DuplicatesController } from './duplicates/duplicates.controller.js';
import { FindingsController } from './findings/findings.controller.js';
import { ApproversController } from './onboardings/approvers.controller.js';
import { InvitationsController } from './onboardings/invitations.controller.js';
import { OutcomesController } from './outcomes/outcomes.controller.js';
import { SchedulesController } from './schedules/schedules.controller.js';
import { SegmentationController } from './segmentation/segmentation.controller.js';
import { ConversationController } from './conversation/conversation.controller.js';
import { MeetingsController } from './relationship/meetings.controller.js';
import { ForecastsController } from './relationship/forecasts.controller.js';
import { RelationshipController } from './relationship/relationship.controller.js';
import { RelationshipTemplatesController } from './relationship/templates.controller.js';
import { InteractionsController } from './conversation/interactions.controller.js';
import { SupplierDocumentsController } from './suppliers/supplier-documents.controller.js';
import { SearchController } from './search/search.controller.js';
import { SessionsController } from './sessions/sessions.controller.js';
import { SignInMail } from './sessions/sign-in-mail.js';
import { SubmissionDesk } from './submissions/submission-desk.js';
import { SubmissionsController } from './submissions/submissions.controller.js';
import { StandardsController } from './standards/standards.controller.js';
import { TemplatesController } from './templates/templates.controller.js';
import { SuppliersController } from './suppliers/suppliers.controller.js';

/** One line a resource; the processes follow from the catalogue. */
const controllers = [
  SessionsController,
  MyWorkController,
  SuppliersController,
  SupplierDocumentsController,
  OrderSharesController,
  ConversationController,
  InteractionsController,
  MeetingsController,
  ForecastsController,
  RelationshipController,
  RelationshipTemplatesController,
  SegmentationController,
  DuplicatesController,
  FindingsController,
  RefusalsController,
  IndicatorsController,
  ImportsController,
  ...factsControllers,
  MappingsController,
  ConnectorsController,
  SubmissionsController,
  PoliciesController,
  BacktestsController,
  QuestionnairesController,
  CycleController,
  RehearsalsController,
  EvaluationsController,
  RestatementsController,
  SchedulesController,
  OutcomesController,
  AppealsController,
  ConsequencesController,
  StandardsController,
  MonitoringController,
  MonitoringScheduleController,
  AlertsController,
  DisruptionsController,
  ForesightController,
  InvitationsController,
  ApproversController,
  ...processes.map(caseController),
  RatersController,
  SurveysController,
  SurveyFormController,
  ForecastPageController,
  ScorecardPageController,
  casePageController(rectificationPage),
  casePageController(onboardingPage),
  FilesController,
  WebhooksController,
  ChannelsController,
  AnswersController,
  DeliveriesController,
  TemplatesController,
  PreferencesController,
  DeputiesController,
  PersonalChatsController,
  MailboxController,
  InboundController,
  SuppressionsController,
  SearchController,
  PeopleController,
  KeysController,
  HealthController,
];

@Module({})
export class ApiModule {
  /** The API on its parts. Guards run in this order: who calls and whether they may, then how often. */
  static on(parts: ApiParts): DynamicModule {
    return {
      module: ApiModule,
      controllers,
      providers: [
        { provide: CONFIGURATION, useValue: parts.configuration },
        { provide: DATABASE, useValue: parts.db },
        { provide: DOOR, useValue: parts.door },
        { provide: NOW, useValue: parts.now },
        { provide: APP_GUARD, useClass: AccessGuard },
        { provide: APP_GUARD, useClass: RateGuard },
        { provide: APP_PIPE, useClass: SchemaPipe },
        PortalDatabase,
        DraftDesk,
        LinkRenewal,
        AnswerDesk,
        CasePages,
        CaseDesk,
        ImportRunner,
        BacktestRunner,
        RehearsalRunner,
        ScheduleKeeper,
        FactsDesk,
        SubmissionDesk,
        SignInMail,
      ],
    };
  }
}
