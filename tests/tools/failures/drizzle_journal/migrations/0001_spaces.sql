-- written by hand, and nobody told meta/_journal.json
CREATE TABLE "spaces" (
	"id" uuid PRIMARY KEY NOT NULL
);
