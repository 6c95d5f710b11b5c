"""Financial. Bills and budgets."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"

new_id = sa.text("gen_random_uuid()")
now = sa.func.now()

bill_category = postgresql.ENUM(
    "insurance",
    "maintenance",
    "repairs",
    "services",
    "utilities",
    "taxes",
    "administration",
    "professional_services",
    "supplies",
    "reserves",
    "other",
    "cleaning",
    name="bill_category",
    create_type=False,
)
payment_type = postgresql.ENUM("unique", "recurrent", name="payment_type", create_type=False)
schedule_payment = postgresql.ENUM(
    "weekly", "monthly", "quarterly", "yearly", "custom", name="schedule_payment", create_type=False
)
bill_status = postgresql.ENUM(
    "draft", "sent", "overdue", "paid", "cancelled", name="bill_status", create_type=False
)
budget_category = postgresql.ENUM(
    "Operating",
    "Reserve Fund",
    "Special Project",
    "Insurance",
    "Other",
    name="budget_category",
    create_type=False,
)
TYPES = (bill_category, payment_type, schedule_payment, bill_status, budget_category)

FINANCIAL_YEAR = """\
create function financial_year(on_day date, year_start date) returns integer
language sql immutable
as $$
  select extract(year from on_day)::integer
         - case when to_char(on_day, 'MMDD') < to_char(year_start, 'MMDD') then 1 else 0 end
$$
"""


def upgrade() -> None:
    for type_ in TYPES:
        type_.create(op.get_bind())

    op.create_table(
        "bills",
        sa.Column("id", sa.Uuid, primary_key=True, server_default=new_id),
        sa.Column(
            "building_id",
            sa.Uuid,
            sa.ForeignKey("buildings.id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("bill_number", sa.String(50), nullable=False, unique=True),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("description", sa.Text),
        sa.Column("category", bill_category, nullable=False),
        sa.Column("vendor", sa.Text),
        sa.Column("payment_type", payment_type, nullable=False, server_default="unique"),
        sa.Column("schedule_payment", schedule_payment),
        sa.Column("schedule_custom", postgresql.ARRAY(sa.Date)),
        sa.Column(
            "costs",
            postgresql.ARRAY(sa.Numeric(12, 2)),
            nullable=False,
            comment="The amounts, one for each date of the schedule.",
        ),
        sa.Column(
            "total_amount",
            sa.Numeric(10, 2),
            nullable=False,
            comment="Sum of costs; ten digits, as the bank accepts.",
        ),
        sa.Column("start_date", sa.Date, nullable=False),
        sa.Column("end_date", sa.Date),
        sa.Column("status", bill_status, nullable=False, server_default="draft"),
        sa.Column("file_path", sa.Text),
        sa.Column("file_name", sa.Text),
        sa.Column("is_ai_analyzed", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("ai_analysis_data", postgresql.JSONB),
        sa.Column("notes", sa.Text),
        sa.Column("auto_generated", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column(
            "reference_bill_id",
            sa.Uuid,
            sa.ForeignKey("bills.id", ondelete="SET NULL"),
            comment="The bill that this one was generated from.",
        ),
        sa.Column("created_by", sa.Uuid, sa.ForeignKey("users.id"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=now),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False, server_default=now),
        sa.Column("file_size", sa.Integer),
        sa.CheckConstraint("end_date is null or end_date >= start_date", name="bills_period_check"),
        comment="What a building owes, with every dated amount.",
    )
    op.create_index("bills_building_status_idx", "bills", ["building_id", "status"])
    op.create_index(
        "bills_unpaid_idx",
        "bills",
        ["start_date"],
        postgresql_where=sa.text("status in ('sent', 'overdue')"),
    )

    op.create_table(
        "budgets",
        sa.Column("id", sa.Uuid, primary_key=True, server_default=new_id),
        sa.Column(
            "building_id",
            sa.Uuid,
            sa.ForeignKey("buildings.id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("description", sa.Text),
        sa.Column("category", budget_category, nullable=False, server_default="Operating"),
        sa.Column("budgeted_amount", sa.Numeric(12, 2), nullable=False),
        sa.Column("actual_amount", sa.Numeric(12, 2), server_default=sa.text("0")),
        sa.Column("variance", sa.Numeric(12, 2), server_default=sa.text("0")),
        sa.Column("is_approved", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("approved_by", sa.Uuid, sa.ForeignKey("users.id", ondelete="SET NULL")),
        sa.Column("approved_date", sa.DateTime(timezone=True)),
        sa.Column("created_by", sa.Uuid, sa.ForeignKey("users.id"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=now),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False, server_default=now),
        sa.CheckConstraint("year between 2000 and 2200", name="budgets_year_check"),
        comment="Planned and real spending of a building, one row per line of the yearly budget.",
    )
    op.create_index("budgets_building_year_idx", "budgets", ["building_id", "year"])

    op.create_table(
        "monthly_budgets",
        sa.Column("id", sa.Uuid, primary_key=True, server_default=new_id),
        sa.Column(
            "building_id",
            sa.Uuid,
            sa.ForeignKey("buildings.id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column("month", sa.Integer, nullable=False),
        sa.Column("income_types", postgresql.ARRAY(sa.Text), nullable=False),
        sa.Column(
            "incomes",
            postgresql.ARRAY(sa.Numeric(12, 2)),
            nullable=False,
            comment="One amount for each entry of income_types, in the same order.",
        ),
        sa.Column("spending_types", postgresql.ARRAY(sa.Text), nullable=False),
        sa.Column(
            "spendings",
            postgresql.ARRAY(sa.Numeric(12, 2)),
            nullable=False,
            comment="One amount for each entry of spending_types, in the same order.",
        ),
        sa.Column("is_approved", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("approved_by", sa.Uuid, sa.ForeignKey("users.id", ondelete="SET NULL")),
        sa.Column(
            "original_budget_id", sa.Uuid, sa.ForeignKey("monthly_budgets.id", ondelete="SET NULL")
        ),
        sa.Column("approved_date", sa.DateTime(timezone=True)),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=now),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False, server_default=now),
        sa.UniqueConstraint(
            "building_id", "year", "month", name="monthly_budgets_building_month_key"
        ),
        sa.CheckConstraint("month between 1 and 12", name="monthly_budgets_month_check"),
        sa.CheckConstraint(
            "cardinality(income_types) = cardinality(incomes)"
            " and cardinality(spending_types) = cardinality(spendings)",
            name="monthly_budgets_shape_check",
        ),
        comment="The yearly budget spread over the months.",
    )

    op.execute(FINANCIAL_YEAR)
    op.execute("""
        comment on function financial_year(date, date)
          is 'The financial year that a day falls in.'
    """)

    for table in ("bills", "monthly_budgets"):
        op.execute(f"""
            create trigger {table}_set_updated_at before update on {table}
              for each row execute function set_updated_at()
        """)


def downgrade() -> None:
    for table in ("monthly_budgets", "budgets", "bills"):
        op.drop_table(table)
    op.execute("drop function financial_year")
    for type_ in reversed(TYPES):
        type_.drop(op.get_bind())
