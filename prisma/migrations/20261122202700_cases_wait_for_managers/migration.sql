-- A supplier that comes in, or leaves, waits for managers to approve.
ALTER TABLE cases DROP CONSTRAINT IF EXISTS cases_waiting_for;
ALTER TABLE cases ADD CONSTRAINT cases_waiting_for CHECK (waiting_for IN ('supplier', 'owner', 'quality', 'manager'));
