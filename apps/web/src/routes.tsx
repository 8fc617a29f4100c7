import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Route, Routes } from 'react-router';
import { loadTexts, type Area } from './i18n/language.js';
import { Shell } from './shell/shell.js';
import { Guarded } from './ui/guarded.js';
import { Missing } from './ui/page.js';

const SignIn = lazy(async () => ({ default: (await withTexts(import('./session/sign-in.js'), 'people')).SignIn }));
const MyWork = lazy(async () => ({ default: (await import('./work/my-work.js')).MyWork }));
const Suppliers = lazy(async () => ({ default: (await withTexts(import('./suppliers/suppliers.js'), 'lifecycle')).Suppliers }));
const Supplier = lazy(async () => ({ default: (await withTexts(import('./suppliers/supplier.js'), 'judgement', 'cycle', 'programme', 'lifecycle', 'phaseOuts')).Supplier }));
const SupplierConversation = lazy(async () => ({ default: (await withTexts(import('./conversation/conversation.js'), 'conversation')).SupplierConversation }));
const Relationship = lazy(async () => ({ default: (await withTexts(import('./relationship/relationship.js'), 'relationship', 'cycle', 'lifecycle')).Relationship }));
const RelationshipTemplates = lazy(async () => ({ default: (await withTexts(import('./relationship/templates.js'), 'relationship', 'cycle')).RelationshipTemplates }));
const Facts = lazy(async () => ({ default: (await withTexts(import('./suppliers/facts.js'), 'judgement')).Facts }));
const Cases = lazy(async () => ({ default: (await import('./cases/cases.js')).Cases }));
const Case = lazy(async () => ({ default: (await withTexts(import('./cases/case.js'), 'lifecycle')).Case }));
const Evaluations = lazy(async () => ({ default: (await withTexts(import('./evaluations/evaluations.js'), 'judgement')).Evaluations }));
const Evaluation = lazy(async () => ({ default: (await withTexts(import('./evaluations/evaluation.js'), 'judgement', 'cycle')).Evaluation }));
const Score = lazy(async () => ({ default: (await withTexts(import('./evaluations/score.js'), 'judgement', 'cycle')).Score }));
const Appeals = lazy(async () => ({ default: (await withTexts(import('./appeals/appeals.js'), 'cycle')).Appeals }));
const Appeal = lazy(async () => ({ default: (await withTexts(import('./appeals/appeal.js'), 'cycle', 'judgement')).Appeal }));
const Consequences = lazy(async () => ({ default: (await withTexts(import('./consequences/consequences.js'), 'cycle')).Consequences }));
const Proposals = lazy(async () => ({ default: (await withTexts(import('./consequences/proposals.js'), 'cycle')).Proposals }));
const Surveys = lazy(async () => ({ default: (await withTexts(import('./surveys/surveys.js'), 'cycle', 'judgement')).Surveys }));
const Survey = lazy(async () => ({ default: (await withTexts(import('./surveys/survey.js'), 'cycle')).Survey }));
const Standards = lazy(async () => ({ default: (await withTexts(import('./standards/standards.js'), 'cycle')).Standards }));
const StandardsReview = lazy(async () => ({ default: (await withTexts(import('./standards/review.js'), 'cycle', 'judgement')).StandardsReview }));
const Alerts = lazy(async () => ({ default: (await withTexts(import('./alerts/alerts.js'), 'judgement')).Alerts }));
const Alert = lazy(async () => ({ default: (await withTexts(import('./alerts/alert.js'), 'judgement', 'policies')).Alert }));
const Foresight = lazy(async () => ({ default: (await withTexts(import('./foresight/foresight.js'), 'judgement')).Foresight }));
const Duplicates = lazy(async () => ({ default: (await withTexts(import('./duplicates/duplicates.js'), 'judgement')).Duplicates }));
const Imports = lazy(async () => ({ default: (await withTexts(import('./imports/imports.js'), 'facts')).Imports }));
const Import = lazy(async () => ({ default: (await withTexts(import('./imports/import.js'), 'facts')).Import }));
const Policies = lazy(async () => ({ default: (await withTexts(import('./policies/policies.js'), 'policies')).Policies }));
const NewPolicy = lazy(async () => ({ default: (await withTexts(import('./policies/write.js'), 'policies')).NewPolicy }));
const EditPolicy = lazy(async () => ({ default: (await withTexts(import('./policies/write.js'), 'policies')).EditPolicy }));
const Policy = lazy(async () => ({ default: (await withTexts(import('./policies/policy.js'), 'policies')).Policy }));
const Difference = lazy(async () => ({ default: (await withTexts(import('./policies/difference.js'), 'policies')).Difference }));
const Backtests = lazy(async () => ({ default: (await withTexts(import('./policies/backtests.js'), 'policies')).Backtests }));
const Backtest = lazy(async () => ({ default: (await withTexts(import('./policies/backtest.js'), 'policies')).Backtest }));
const Connectors = lazy(async () => ({ default: (await withTexts(import('./connectors/connectors.js'), 'facts')).Connectors }));
const AddConnector = lazy(async () => ({ default: (await withTexts(import('./connectors/connector.js'), 'facts')).AddConnector }));
const Connector = lazy(async () => ({ default: (await withTexts(import('./connectors/connector.js'), 'facts')).Connector }));
const Submissions = lazy(async () => ({ default: (await withTexts(import('./submissions/submissions.js'), 'facts')).Submissions }));
const Submission = lazy(async () => ({ default: (await withTexts(import('./submissions/submission.js'), 'facts', 'policies')).Submission }));
const Schedules = lazy(async () => ({ default: (await withTexts(import('./schedules/schedules.js'), 'programme')).Schedules }));
const Schedule = lazy(async () => ({ default: (await withTexts(import('./schedules/schedule.js'), 'programme', 'judgement')).Schedule }));
const Outcomes = lazy(async () => ({ default: (await withTexts(import('./outcomes/outcomes.js'), 'programme', 'judgement', 'policies')).Outcomes }));
const Monitoring = lazy(async () => ({ default: (await withTexts(import('./monitoring/monitoring.js'), 'programme', 'judgement', 'policies')).Monitoring }));
const Disruption = lazy(async () => ({ default: (await withTexts(import('./disruptions/disruption.js'), 'programme')).Disruption }));
const Rehearsals = lazy(async () => ({ default: (await withTexts(import('./rehearsals/rehearsals.js'), 'programme', 'policies')).Rehearsals }));
const Rehearsal = lazy(async () => ({ default: (await withTexts(import('./rehearsals/rehearsal.js'), 'programme', 'policies', 'judgement', 'mails', 'lifecycle')).Rehearsal }));
const Inbox = lazy(async () => ({ default: (await withTexts(import('./inbox/inbox.js'), 'channels')).Inbox }));
const InboundMail = lazy(async () => ({ default: (await withTexts(import('./inbox/inbound-mail.js'), 'channels', 'facts')).InboundMail }));
const Suppressions = lazy(async () => ({ default: (await withTexts(import('./suppressions/suppressions.js'), 'channels')).Suppressions }));
const Deliveries = lazy(async () => ({ default: (await withTexts(import('./deliveries/deliveries.js'), 'channels', 'mails')).Deliveries }));
const Webhooks = lazy(async () => ({ default: (await withTexts(import('./webhooks/webhooks.js'), 'channels')).Webhooks }));
const Webhook = lazy(async () => ({ default: (await withTexts(import('./webhooks/webhook.js'), 'channels', 'mails')).Webhook }));
const Chats = lazy(async () => ({ default: (await withTexts(import('./chats/chats.js'), 'channels')).Chats }));
const MailTemplates = lazy(async () => ({ default: (await withTexts(import('./mail-templates/mail-templates.js'), 'channels')).MailTemplates }));
const MailTemplate = lazy(async () => ({ default: (await withTexts(import('./mail-templates/mail-template.js'), 'channels')).MailTemplate }));
const Notifications = lazy(async () => ({ default: (await withTexts(import('./notifications/notifications.js'), 'channels')).Notifications }));
const Invite = lazy(async () => ({ default: (await withTexts(import('./onboardings/invite.js'), 'onboardings', 'lifecycle')).Invite }));
const InvitationLists = lazy(async () => ({ default: (await withTexts(import('./onboardings/lists.js'), 'onboardings', 'facts')).Lists }));
const InvitationList = lazy(async () => ({ default: (await withTexts(import('./onboardings/list.js'), 'onboardings')).List }));
const Deputies = lazy(async () => ({ default: (await withTexts(import('./deputies/deputies.js'), 'onboardings', 'channels')).Deputies }));
const People = lazy(async () => ({ default: (await withTexts(import('./people/people.js'), 'people')).People }));
const Keys = lazy(async () => ({ default: (await withTexts(import('./keys/keys.js'), 'people', 'channels')).Keys }));
const Mailbox = lazy(async () => ({ default: (await withTexts(import('./mailbox/mailbox.js'), 'channels')).Mailbox }));
const Mail = lazy(async () => ({ default: (await withTexts(import('./mailbox/mail.js'), 'channels')).Mail }));

/** A screen's module once the texts of its areas are there too; both load at the same time. */
async function withTexts<Module>(module: Promise<Module>, ...areas: readonly Area[]): Promise<Module> {
  await loadTexts(...areas);
  return module;
}

/** Every screen has an address; each is loaded when it is first opened. */
export function Screens() {
  return (
    <Guarded>
      <Routes>
        <Route
          path="/sign-in"
          element={
            <Suspense>
              <SignIn />
            </Suspense>
          }
        />
        <Route element={<Shell />}>
          <Route path="/" element={<MyWork />} />
          <Route path="/suppliers" element={<Suppliers />} />
          <Route path="/suppliers/:id" element={<Supplier />} />
          <Route path="/suppliers/:id/conversation" element={<SupplierConversation />} />
          <Route path="/suppliers/:id/relationship" element={<Relationship />} />
          <Route path="/suppliers/:id/indicators/:indicator" element={<Facts />} />
          <Route path="/cases" element={<Cases />} />
          <Route path="/cases/:id" element={<Case />} />
          <Route path="/cases/:process/:id" element={<Case />} />
          <Route path="/evaluations" element={<Evaluations />} />
          <Route path="/evaluations/:id" element={<Evaluation />} />
          <Route path="/evaluations/:id/scores/:supplierId" element={<Score />} />
          <Route path="/appeals" element={<Appeals />} />
          <Route path="/appeals/:id" element={<Appeal />} />
          <Route path="/consequences" element={<Consequences />} />
          <Route path="/consequences/proposals" element={<Proposals />} />
          <Route path="/surveys" element={<Surveys />} />
          <Route path="/surveys/:id" element={<Survey />} />
          <Route path="/standards" element={<Standards />} />
          <Route path="/standards/:id" element={<StandardsReview />} />
          <Route path="/alerts" element={<Alerts />} />
          <Route path="/alerts/:id" element={<Alert />} />
          <Route path="/foresight" element={<Foresight />} />
          <Route path="/duplicates" element={<Duplicates />} />
          <Route path="/imports" element={<Imports />} />
          <Route path="/imports/:id" element={<Import />} />
          <Route path="/policies" element={<Policies />} />
          <Route path="/policies/new" element={<NewPolicy />} />
          <Route path="/policies/:version" element={<Policy />} />
          <Route path="/policies/:version/edit" element={<EditPolicy />} />
          <Route path="/policies/:version/difference" element={<Difference />} />
          <Route path="/policies/:version/backtests" element={<Backtests />} />
          <Route path="/policies/:version/backtests/:id" element={<Backtest />} />
          <Route path="/connectors" element={<Connectors />} />
          <Route path="/connectors/new" element={<AddConnector />} />
          <Route path="/connectors/:id" element={<Connector />} />
          <Route path="/submissions" element={<Submissions />} />
          <Route path="/submissions/:id" element={<Submission />} />
          <Route path="/schedules" element={<Schedules />} />
          <Route path="/schedules/:id" element={<Schedule />} />
          <Route path="/outcomes" element={<Outcomes />} />
          <Route path="/monitoring" element={<Monitoring />} />
          <Route path="/disruptions/:id" element={<Disruption />} />
          <Route path="/relationship-templates" element={<RelationshipTemplates />} />
          <Route path="/rehearsals" element={<Rehearsals />} />
          <Route path="/rehearsals/:id" element={<Rehearsal />} />
          <Route path="/mailbox" element={<Mailbox />} />
          <Route path="/mailbox/:id" element={<Mail />} />
          <Route path="/held-mails" element={<Inbox />} />
          <Route path="/held-mails/:id" element={<InboundMail />} />
          <Route path="/suppressed-addresses" element={<Suppressions />} />
          <Route path="/deliveries" element={<Deliveries />} />
          <Route path="/webhooks" element={<Webhooks />} />
          <Route path="/webhooks/:id" element={<Webhook />} />
          <Route path="/chats" element={<Chats />} />
          <Route path="/mail-templates" element={<MailTemplates />} />
          <Route path="/mail-templates/:name" element={<MailTemplate />} />
          <Route path="/notifications" element={<Notifications />} />
          <Route path="/onboardings/invite" element={<Invite />} />
          <Route path="/onboardings/lists" element={<InvitationLists />} />
          <Route path="/onboardings/lists/:id" element={<InvitationList />} />
          <Route path="/deputies" element={<Deputies />} />
          <Route path="/people" element={<People />} />
          <Route path="/keys" element={<Keys />} />
          <Route path="*" element={<NoSuchPage />} />
        </Route>
      </Routes>
    </Guarded>
  );
}

function NoSuchPage() {
  const { t } = useTranslation();
  return <Missing title={t('missing.title')} why={t('missing.why')} />;
}
