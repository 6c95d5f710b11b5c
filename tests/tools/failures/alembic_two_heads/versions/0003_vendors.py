import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0001"


def upgrade() -> None:
    op.create_table("vendors", sa.Column("id", sa.Uuid, primary_key=True))
