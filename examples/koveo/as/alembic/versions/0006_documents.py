"""Documents. Files and where they belong."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"

new_id = sa.text("gen_random_uuid()")
now = sa.func.now()

document_type = postgresql.ENUM(
    "bylaw",
    "financial",
    "maintenance",
    "legal",
    "meeting_minutes",
    "insurance",
    "contracts",
    "permits",
    "inspection",
    "other",
    name="document_type",
    create_type=False,
)


def upgrade() -> None:
    document_type.create(op.get_bind())

    op.create_table(
        "documents",
        sa.Column("id", sa.Uuid, primary_key=True, server_default=new_id),
        sa.Column("building_id", sa.Uuid, sa.ForeignKey("buildings.id", ondelete="CASCADE")),
        sa.Column("residence_id", sa.Uuid, sa.ForeignKey("residences.id")),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("description", sa.Text),
        sa.Column("document_type", document_type, nullable=False),
        sa.Column(
            "file_path", sa.Text, nullable=False, unique=True, comment="Key in object storage."
        ),
        sa.Column("file_name", sa.Text, nullable=False),
        sa.Column("file_size", sa.BigInteger),
        sa.Column("mime_type", sa.String(100)),
        sa.Column(
            "is_visible_to_tenants",
            sa.Boolean,
            nullable=False,
            server_default=sa.false(),
            comment="False: owners and managers only.",
        ),
        sa.Column("uploaded_by_id", sa.Uuid, sa.ForeignKey("users.id"), nullable=False),
        sa.Column("attached_to_type", sa.String(50)),
        sa.Column("attached_to_id", sa.Uuid),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=now),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False, server_default=now),
        sa.Column(
            "content_hash", sa.Text, comment="SHA-256 of the file, to find the same file again."
        ),
        sa.CheckConstraint("file_size >= 0", name="documents_file_size_check"),
        comment="Files of a building or a residence; the bytes live in object storage.",
    )
    op.create_index(
        "documents_attached_idx",
        "documents",
        ["attached_to_type", "attached_to_id"],
        postgresql_where=sa.text("attached_to_id is not null"),
    )
    op.create_index(
        "documents_name_trgm_idx",
        "documents",
        ["name"],
        postgresql_using="gin",
        postgresql_ops={"name": "gin_trgm_ops"},
    )

    op.execute("""
        create trigger documents_set_updated_at before update on documents
          for each row execute function set_updated_at()
    """)

    op.execute("alter table documents enable row level security")
    op.execute("""
        create policy documents_read on documents
          for select to koveo_app
          using (is_visible_to_tenants
                 or current_setting('koveo.user_role', true) in ('admin', 'manager'))
    """)
    op.execute("""
        create policy documents_write on documents
          to koveo_app
          using (uploaded_by_id = nullif(current_setting('koveo.user_id', true), '')::uuid)
          with check (uploaded_by_id = nullif(current_setting('koveo.user_id', true), '')::uuid)
    """)


def downgrade() -> None:
    op.drop_table("documents")
    document_type.drop(op.get_bind())
