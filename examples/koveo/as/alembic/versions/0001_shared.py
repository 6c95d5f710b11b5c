"""What every domain stands on: extensions, and what several of them share."""

from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None

issue_severity = postgresql.ENUM("info", "low", "medium", "high", "critical", name="issue_severity")

SET_UPDATED_AT = """\
create function set_updated_at() returns trigger
language plpgsql
as $$
begin
  new.updated_at := now();
  return new;
end
$$
"""


def upgrade() -> None:
    op.execute("create extension btree_gist with schema public")  # bookings must not overlap
    op.execute("create extension citext with schema public")  # host names have no case
    op.execute("create extension pg_trgm with schema public")  # documents by part of a name
    op.execute("""
        create domain postal_code as varchar(7)
          constraint postal_code_check check (value ~ '^[A-Z][0-9][A-Z] ?[0-9][A-Z][0-9]$')
    """)
    op.execute("""
        comment on domain postal_code
          is 'Canadian postal code, upper case, with or without the space.'
    """)
    issue_severity.create(op.get_bind())
    op.execute("comment on type issue_severity is 'Shared by quality issues and bugs.'")
    op.execute(SET_UPDATED_AT)
    op.execute("""
        comment on function set_updated_at()
          is 'Keeps updated_at true, whatever the client sends.'
    """)


def downgrade() -> None:
    op.execute("drop function set_updated_at()")
    issue_severity.drop(op.get_bind())
    op.execute("drop domain postal_code")
    for name in ("pg_trgm", "citext", "btree_gist"):
        op.execute(f"drop extension {name}")
