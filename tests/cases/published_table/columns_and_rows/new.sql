ALTER PUBLICATION news SET TABLE users (id, name, mail) WHERE (id > 6), notes;
