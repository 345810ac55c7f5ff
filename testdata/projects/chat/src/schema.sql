CREATE TABLE IF NOT EXISTS messages (
  id   INTEGER PRIMARY KEY,
  user TEXT NOT NULL,
  text TEXT NOT NULL,
  at   INTEGER NOT NULL -- milliseconds since 1970
);
