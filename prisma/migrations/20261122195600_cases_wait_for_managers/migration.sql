-- A case can wait for the managers: a phase-out for their approvals.
ALTER TABLE cases DROP CONSTRAINT cases_waiting_for;
ALTER TABLE cases ADD CONSTRAINT cases_waiting_for CHECK (waiting_for IN ('supplier', 'owner', 'quality', 'manager'));
