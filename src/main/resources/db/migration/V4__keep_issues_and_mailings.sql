-- What the timetable decided about a week. Its key is what makes a week begin once, on however many nodes.
CREATE TABLE issue_decision (
    week       text PRIMARY KEY,
    decision   text NOT NULL CONSTRAINT issue_decision_is_known CHECK (decision IN ('DUE', 'SKIPPED', 'MISSED')),
    due_at     timestamptz NOT NULL,
    decided_at timestamptz NOT NULL,
    -- When the mailings of a due week were begun.
    begun_at   timestamptz
);

CREATE TABLE mailing (
    id           uuid PRIMARY KEY,
    week         text NOT NULL,
    edition      text NOT NULL,
    state        text NOT NULL CONSTRAINT mailing_state_is_known
        CHECK (state IN ('ASSEMBLED', 'HELD', 'SENDING', 'PAUSED', 'FINISHED', 'CANCELLED')),
    -- Why it is held, paused or cancelled, for people.
    reason       text,
    assembled_at timestamptz NOT NULL,
    started_at   timestamptz,
    frozen_at    timestamptz,
    finished_at  timestamptz,
    -- Of the ledger: its size once frozen, and what became of it once finished.
    total        integer NOT NULL DEFAULT 0,
    sent         integer NOT NULL DEFAULT 0,
    failed       integer NOT NULL DEFAULT 0,
    skipped      integer NOT NULL DEFAULT 0,
    version      integer NOT NULL,
    CONSTRAINT mailing_is_one_per_issue_and_edition UNIQUE (week, edition)
);

CREATE INDEX mailing_under_way ON mailing (state) WHERE state = 'SENDING';

-- The frozen texts: one for each language that can lead.
CREATE TABLE mailing_text (
    mailing_id uuid NOT NULL REFERENCES mailing ON DELETE CASCADE,
    language   text NOT NULL,
    subject    text NOT NULL,
    html       text NOT NULL,
    plain      text NOT NULL,
    PRIMARY KEY (mailing_id, language)
);
