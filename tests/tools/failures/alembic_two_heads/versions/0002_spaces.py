import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table("spaces", sa.Column("id", sa.Uuid, primary_key=True))
