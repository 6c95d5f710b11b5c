"""Invoices. Vendors, and what they ask for."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"

new_id = sa.text("gen_random_uuid()")
now = sa.func.now()
payment_type = postgresql.ENUM(name="payment_type", create_type=False)
schedule_payment = postgresql.ENUM(name="schedule_payment", create_type=False)


def upgrade() -> None:

    op.create_table(
        "vendors",
        sa.Column("id", sa.Uuid, primary_key=True, server_default=new_id),
        sa.Column(
            "organization_id",
            sa.Uuid,
            sa.ForeignKey("organizations.id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("category", sa.String(50), nullable=False, server_default="general"),
        sa.Column("email", postgresql.CITEXT),
        sa.Column("phone", sa.String(30)),
        sa.Column("address", sa.Text),
        sa.Column("tax_number", sa.String(20), comment="For the yearly tax slips."),
        sa.Column("is_preferred", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("rating", sa.Numeric(2, 1)),
        sa.Column("notes", sa.Text),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=now),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False, server_default=now),
        sa.UniqueConstraint("organization_id", "name", name="vendors_organization_name_key"),
        sa.CheckConstraint("rating between 0 and 5", name="vendors_rating_check"),
        comment="Suppliers of an organization.",
    )

    op.create_table(
        "invoices",
        sa.Column("id", sa.Uuid, primary_key=True, server_default=new_id),
        sa.Column(
            "building_id",
            sa.Uuid,
            sa.ForeignKey("buildings.id", ondelete="RESTRICT"),
            nullable=False,
        ),
        sa.Column("residence_id", sa.Uuid, sa.ForeignKey("residences.id", ondelete="SET NULL")),
        sa.Column("document_id", sa.Uuid, sa.ForeignKey("documents.id", ondelete="SET NULL")),
        sa.Column("invoice_number", sa.String(100), nullable=False),
        sa.Column("vendor_name", sa.Text, nullable=False),
        sa.Column("total_amount", sa.Numeric(12, 2), nullable=False),
        sa.Column("amount_paid", sa.Numeric(12, 2), nullable=False, server_default=sa.text("0")),
        sa.Column(
            "balance_due",
            sa.Numeric(12, 2),
            sa.Computed("total_amount - amount_paid", persisted=True),
            comment="Computed by the database.",
        ),
        sa.Column("due_date", sa.Date, nullable=False),
        sa.Column("payment_type", payment_type, nullable=False, server_default="unique"),
        sa.Column("frequency", schedule_payment),
        sa.Column("start_date", sa.Date),
        sa.Column("is_ai_extracted", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column(
            "ai_extraction_data",
            postgresql.JSONB,
            comment="What was read from the scanned page, with confidence.",
        ),
        sa.Column("created_by", sa.Uuid, sa.ForeignKey("users.id"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=now),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False, server_default=now),
        sa.Column(
            "vendor_id",
            sa.Uuid,
            sa.ForeignKey("vendors.id", ondelete="SET NULL"),
            comment="Empty for invoices from before October 2025 that match no supplier.",
        ),
        sa.CheckConstraint("amount_paid between 0 and total_amount", name="invoices_amount_check"),
        sa.CheckConstraint(
            "payment_type = 'unique' or (frequency is not null and start_date is not null)",
            name="invoices_recurrent_check",
        ),
        comment="What suppliers ask for.",
    )
    op.create_index("invoices_building_due_idx", "invoices", ["building_id", "due_date"])
    op.create_index("invoices_number_idx", "invoices", [sa.text("lower(invoice_number)")])
    op.create_index(
        "invoices_vendor_idx",
        "invoices",
        ["vendor_id"],
        postgresql_where=sa.text("vendor_id is not null"),
    )

    for table in ("vendors", "invoices"):
        op.execute(f"""
            create trigger {table}_set_updated_at before update on {table}
              for each row execute function set_updated_at()
        """)


def downgrade() -> None:
    for table in ("invoices", "vendors"):
        op.drop_table(table)
