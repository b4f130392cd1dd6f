-- What keeps a node's deliveries back, as it last heard of the relay; no row: nothing does. Of no node that is gone.
CREATE TABLE relay_trouble (
    node  uuid PRIMARY KEY REFERENCES delivery_node ON DELETE CASCADE,
    kind  text NOT NULL,
    reply text NOT NULL
);
