-- What a node last heard of the relay; no row: nothing that keeps deliveries back.
CREATE TABLE relay_trouble (
    one   boolean PRIMARY KEY DEFAULT true CHECK (one),
    kind  text NOT NULL,
    reply text NOT NULL
);
