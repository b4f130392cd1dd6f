CREATE TABLE commentary (
    id           uuid PRIMARY KEY,
    week         text NOT NULL CONSTRAINT commentary_week_is_iso CHECK (week ~ '^\d{4}-W\d{2}$'),
    rubric       text NOT NULL,
    trend        text NOT NULL CONSTRAINT commentary_trend_is_known CHECK (trend IN ('IMPROVED', 'UNCHANGED', 'WORSENED')),
    position     integer NOT NULL,
    status       text NOT NULL CONSTRAINT commentary_status_is_known CHECK (status IN ('DRAFT', 'PUBLISHED', 'WITHDRAWN')),
    created_at   timestamptz NOT NULL,
    updated_at   timestamptz NOT NULL,
    published_at timestamptz,
    version      integer NOT NULL
);

CREATE INDEX commentary_by_week ON commentary (week, position);
-- The archive: only what readers may see.
CREATE INDEX commentary_published_by_rubric ON commentary (rubric, week) WHERE status = 'PUBLISHED';

CREATE TABLE translation (
    commentary_id uuid NOT NULL REFERENCES commentary ON DELETE CASCADE,
    language      text NOT NULL,
    title         text NOT NULL,
    summary       text NOT NULL,
    body          text NOT NULL,
    -- Fixed with the first publication: links to it stand in mails for ever.
    slug          text NOT NULL,
    PRIMARY KEY (commentary_id, language),
    CONSTRAINT translation_slug_is_unique UNIQUE (language, slug)
);

-- What the timetable decided about a week. Its key is what makes a week begin once, on however many nodes.
CREATE TABLE issue_decision (
    week       text PRIMARY KEY,
    decision   text NOT NULL CONSTRAINT issue_decision_is_known CHECK (decision IN ('DUE', 'SKIPPED', 'MISSED')),
    due_at     timestamptz NOT NULL,
    decided_at timestamptz NOT NULL,
    -- When the mailings of a due week were begun.
    begun_at   timestamptz
);
