-- A supplier that comes in sees on its page the certificates that we know of.
CREATE POLICY portal_reads ON certificates FOR SELECT TO steward_portal USING (supplier_id = steward_supplier());
GRANT SELECT (id, supplier_id, kind, number, issuer, valid_from, valid_to, superseded_at) ON certificates TO steward_portal;

-- Of what we do in processes other than a rectification it reads what is meant for it, and nothing that is not named here.
DROP POLICY portal_reads ON submissions;
CREATE POLICY portal_reads ON submissions FOR SELECT TO steward_portal USING (supplier_id = steward_supplier() AND (
  (actor_kind = 'contact' AND command NOT IN ('comment', 'reassign', 'mergeTwin', 'decideEffectiveness'))
  OR (status = 'applied' AND process = 'rectification' AND command NOT IN ('comment', 'reassign', 'mergeTwin', 'decideEffectiveness'))
  OR (status = 'applied' AND process = 'onboarding' AND command IN ('open', 'answerQuestionnaire', 'acceptAgreement', 'requestInformation', 'provideInformation', 'withdraw', 'reject'))));
GRANT SELECT (process) ON submissions TO steward_portal;
