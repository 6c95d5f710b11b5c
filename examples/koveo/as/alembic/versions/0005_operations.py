"""Operations. Requests, demands and notifications of daily life in a building."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"

new_id = sa.text("gen_random_uuid()")
now = sa.func.now()
issue_severity = postgresql.ENUM(name="issue_severity", create_type=False)

maintenance_priority = postgresql.ENUM(
    "low", "medium", "high", "urgent", name="maintenance_priority", create_type=False
)
maintenance_status = postgresql.ENUM(
    "submitted",
    "acknowledged",
    "in_progress",
    "completed",
    "cancelled",
    name="maintenance_status",
    create_type=False,
)
notification_type = postgresql.ENUM(
    "bill_reminder",
    "bill_overdue",
    "bill_paid",
    "maintenance_update",
    "maintenance_scheduled",
    "announcement",
    "system",
    "emergency",
    "document_uploaded",
    "invitation",
    "permission_changed",
    "budget_approved",
    "meeting",
    "welcome",
    "other",
    "vendor_assigned",
    name="notification_type",
    create_type=False,
)
demand_type = postgresql.ENUM(
    "maintenance", "complaint", "information", "other", name="demand_type", create_type=False
)
demand_status = postgresql.ENUM(
    "draft",
    "submitted",
    "under_review",
    "approved",
    "in_progress",
    "completed",
    "rejected",
    "cancelled",
    name="demand_status",
    create_type=False,
)
bug_category = postgresql.ENUM(
    "ui_ux",
    "functionality",
    "performance",
    "data",
    "security",
    "integration",
    "other",
    name="bug_category",
    create_type=False,
)
bug_status = postgresql.ENUM(
    "new", "acknowledged", "in_progress", "resolved", "closed", name="bug_status", create_type=False
)
feature_request_category = postgresql.ENUM(
    "dashboard",
    "property_management",
    "resident_management",
    "financial_management",
    "maintenance",
    "document_management",
    "communication",
    "reports",
    "mobile_app",
    "other",
    name="feature_request_category",
    create_type=False,
)
feature_request_status = postgresql.ENUM(
    "submitted",
    "under_review",
    "planned",
    "in_progress",
    "completed",
    "rejected",
    name="feature_request_status",
    create_type=False,
)
TYPES = (
    maintenance_priority,
    maintenance_status,
    notification_type,
    demand_type,
    demand_status,
    bug_category,
    bug_status,
    feature_request_category,
    feature_request_status,
)

STAMP_DEMAND_REVIEW = """\
create function stamp_demand_review() returns trigger
language plpgsql
set search_path = pg_catalog
as $$
begin
  if old.status in ('draft', 'submitted') and new.status in ('approved', 'rejected') then
    new.reviewed_at := coalesce(new.reviewed_at, now());
  end if;
  return new;
end
$$
"""


def upgrade() -> None:
    for type_ in TYPES:
        type_.create(op.get_bind())
    op.execute("comment on type notification_type is 'Why a person is notified.'")

    op.create_table(
        "maintenance_requests",
        sa.Column("id", sa.Uuid, primary_key=True, server_default=new_id),
        sa.Column(
            "residence_id",
            sa.Uuid,
            sa.ForeignKey("residences.id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("submitted_by", sa.Uuid, sa.ForeignKey("users.id"), nullable=False),
        sa.Column("assigned_to", sa.Uuid, sa.ForeignKey("users.id", ondelete="SET NULL")),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("description", sa.Text, nullable=False),
        sa.Column("category", sa.String(50), nullable=False),
        sa.Column("priority", maintenance_priority, nullable=False, server_default="medium"),
        sa.Column("status", maintenance_status, nullable=False, server_default="submitted"),
        sa.Column("estimated_cost", sa.Numeric(10, 2)),
        sa.Column("actual_cost", sa.Numeric(10, 2)),
        sa.Column("scheduled_date", sa.DateTime(timezone=True)),
        sa.Column("completed_date", sa.DateTime(timezone=True)),
        sa.Column("notes", sa.Text),
        sa.Column("images", postgresql.JSONB, nullable=False, server_default="[]"),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=now),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False, server_default=now),
        comment="Something is broken and somebody should come.",
    )
    op.create_index(
        "maintenance_requests_open_idx",
        "maintenance_requests",
        ["priority", "created_at"],
        postgresql_where=sa.text("status not in ('completed', 'cancelled')"),
    )

    op.create_table(
        "notifications",
        sa.Column("id", sa.Uuid, primary_key=True, server_default=new_id),
        sa.Column(
            "user_id", sa.Uuid, sa.ForeignKey("users.id", ondelete="CASCADE"), nullable=False
        ),
        sa.Column("type", notification_type, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("message", sa.Text, nullable=False),
        sa.Column(
            "related_entity_id",
            sa.Uuid,
            comment="What it is about; related_entity_type names the table.",
        ),
        sa.Column("related_entity_type", sa.String(50)),
        sa.Column("is_read", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("read_at", sa.DateTime(timezone=True)),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=now),
        sa.Column(
            "delivery_id", sa.Uuid, comment="Number that the mail service gave to the message."
        ),
        comment="The bell at the top of the screen.",
    )
    op.create_index(
        "notifications_unread_idx",
        "notifications",
        ["user_id", sa.text("created_at desc")],
        postgresql_where=sa.text("not is_read"),
    )

    op.create_table(
        "demands",
        sa.Column("id", sa.Uuid, primary_key=True, server_default=new_id),
        sa.Column(
            "submitter_id", sa.Uuid, sa.ForeignKey("users.id", ondelete="CASCADE"), nullable=False
        ),
        sa.Column("type", demand_type, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column(
            "assignation_residence_id",
            sa.Uuid,
            sa.ForeignKey("residences.id", ondelete="SET NULL"),
            comment="Whom the demand concerns, if not the submitter.",
        ),
        sa.Column(
            "assignation_building_id", sa.Uuid, sa.ForeignKey("buildings.id", ondelete="SET NULL")
        ),
        sa.Column("description", sa.Text, nullable=False),
        sa.Column(
            "residence_id",
            sa.Uuid,
            sa.ForeignKey("residences.id"),
            comment="Where the person lives; empty for common areas.",
        ),
        sa.Column(
            "building_id",
            sa.Uuid,
            sa.ForeignKey("buildings.id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("status", demand_status, nullable=False, server_default="draft"),
        sa.Column("review_notes", sa.Text),
        sa.Column("reviewed_by", sa.Uuid, sa.ForeignKey("users.id", ondelete="SET NULL")),
        sa.Column("reviewed_at", sa.DateTime(timezone=True)),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=now),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False, server_default=now),
        sa.Column("file_path", sa.Text),
        sa.Column("file_name", sa.Text),
        comment="A resident asks; somebody reviews; something happens.",
    )
    op.create_index("demands_building_status_idx", "demands", ["building_id", "status"])
    op.create_index(
        "demands_waiting_idx",
        "demands",
        ["created_at"],
        postgresql_where=sa.text("status in ('submitted', 'under_review')"),
    )

    op.create_table(
        "demands_comments",
        sa.Column("id", sa.Uuid, primary_key=True, server_default=new_id),
        sa.Column(
            "demand_id", sa.Uuid, sa.ForeignKey("demands.id", ondelete="CASCADE"), nullable=False
        ),
        sa.Column("order_index", sa.Integer, nullable=False, server_default=sa.text("0")),
        sa.Column("comment_text", sa.Text, nullable=False),
        sa.Column("comment_type", sa.String(20), nullable=False, server_default="comment"),
        sa.Column(
            "is_internal",
            sa.Boolean,
            nullable=False,
            server_default=sa.false(),
            comment="Seen by managers only.",
        ),
        sa.Column("commenter_id", sa.Uuid, sa.ForeignKey("users.id"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=now),
        comment="The talk under a demand.",
    )
    op.create_index("demands_comments_demand_idx", "demands_comments", ["demand_id", "order_index"])

    op.create_table(
        "bugs",
        sa.Column("id", sa.Uuid, primary_key=True, server_default=new_id),
        sa.Column(
            "ticket_number",
            sa.Integer,
            sa.Identity(),
            nullable=False,
            unique=True,
            comment="The number that people say on the telephone.",
        ),
        sa.Column("created_by", sa.Uuid, sa.ForeignKey("users.id"), nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("description", sa.Text, nullable=False),
        sa.Column("category", bug_category, nullable=False, server_default="other"),
        sa.Column("page", sa.String(100), nullable=False),
        sa.Column("severity", issue_severity, nullable=False, server_default="medium"),
        sa.Column("status", bug_status, nullable=False, server_default="new"),
        sa.Column("assigned_to", sa.Uuid, sa.ForeignKey("users.id", ondelete="SET NULL")),
        sa.Column("resolved_at", sa.DateTime(timezone=True)),
        sa.Column("resolved_by", sa.Uuid, sa.ForeignKey("users.id", ondelete="SET NULL")),
        sa.Column("notes", sa.Text),
        sa.Column("reproduction_steps", sa.Text),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=now),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False, server_default=now),
        sa.Column("file_path", sa.Text, comment="A screenshot, in object storage."),
        sa.Column("file_name", sa.Text),
        sa.Column("file_size", sa.Integer),
        comment="Reported by the people who use the application.",
    )
    op.create_index(
        "bugs_open_idx",
        "bugs",
        [sa.text("severity desc"), "created_at"],
        postgresql_where=sa.text("status not in ('resolved', 'closed')"),
    )

    op.execute("create sequence feature_requests_request_number_seq as integer")
    op.create_table(
        "feature_requests",
        sa.Column("id", sa.Uuid, primary_key=True, server_default=new_id),
        sa.Column(
            "request_number",
            sa.Integer,
            nullable=False,
            server_default=sa.text("nextval('feature_requests_request_number_seq'::regclass)"),
        ),
        sa.Column("created_by", sa.Uuid, sa.ForeignKey("users.id"), nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("description", sa.Text, nullable=False),
        sa.Column("need", sa.Text, nullable=False),
        sa.Column("category", feature_request_category, nullable=False, server_default="other"),
        sa.Column("page", sa.String(100), nullable=False),
        sa.Column("status", feature_request_status, nullable=False, server_default="submitted"),
        sa.Column("assigned_to", sa.Uuid, sa.ForeignKey("users.id", ondelete="SET NULL")),
        sa.Column("reviewed_by", sa.Uuid, sa.ForeignKey("users.id", ondelete="SET NULL")),
        sa.Column("reviewed_at", sa.DateTime(timezone=True)),
        sa.Column("upvote_count", sa.Integer, nullable=False, server_default=sa.text("0")),
        sa.Column(
            "merged_into_id",
            sa.Uuid,
            sa.ForeignKey("feature_requests.id", ondelete="SET NULL"),
            comment="The older wish that says the same.",
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=now),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False, server_default=now),
        sa.Column("file_path", sa.Text),
        sa.Column("file_name", sa.Text),
        sa.Column("file_size", sa.Integer),
        comment="Wishes of the people who use the application.",
    )
    op.create_index(
        "feature_requests_upvotes_idx",
        "feature_requests",
        [sa.text("upvote_count desc nulls last")],
    )

    op.execute("""
        alter sequence feature_requests_request_number_seq
          owned by feature_requests.request_number
    """)

    op.create_table(
        "feature_request_upvotes",
        sa.Column("id", sa.Uuid, primary_key=True, server_default=new_id),
        sa.Column(
            "feature_request_id",
            sa.Uuid,
            sa.ForeignKey("feature_requests.id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column(
            "user_id", sa.Uuid, sa.ForeignKey("users.id", ondelete="CASCADE"), nullable=False
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=now),
        sa.UniqueConstraint(
            "feature_request_id", "user_id", name="feature_request_upvotes_once_key"
        ),
        comment="One vote for each person and wish.",
    )

    op.execute(STAMP_DEMAND_REVIEW)
    op.execute("comment on function stamp_demand_review() is 'A decision has a date.'")

    op.execute("""
        create trigger demands_set_updated_at before update on demands
          for each row execute function set_updated_at()
    """)
    op.execute("""
        create trigger demands_stamp_review before update of status on demands
          for each row when (old.status is distinct from new.status)
          execute function stamp_demand_review()
    """)

    op.execute("alter table notifications enable row level security")
    op.execute("""
        create policy notifications_own on notifications
          to koveo_app
          using (user_id = nullif(current_setting('koveo.user_id', true), '')::uuid)
    """)
    op.execute("""
        create policy notifications_report on notifications
          for select to koveo_readonly
          using (true)
    """)

    op.execute("alter table demands enable row level security")
    op.execute("""
        create policy demands_manage on demands
          to koveo_app
          using (current_setting('koveo.user_role', true) in ('admin', 'manager'))
    """)
    op.execute("""
        create policy demands_own on demands
          to koveo_app
          using (submitter_id = nullif(current_setting('koveo.user_id', true), '')::uuid)
    """)

    op.execute("""
        create materialized view building_demand_summary as
        select b.id as building_id,
               b.name as building_name,
               count(d.id) as demands,
               count(d.id) filter (where d.status in ('submitted', 'under_review')) as waiting,
               max(d.created_at) as latest
          from buildings b
          left join demands d on d.building_id = b.id
         group by b.id, b.name
    """)
    op.execute("""
        comment on materialized view building_demand_summary
          is 'Demands by building, refreshed every night.'
    """)
    op.create_index(
        "building_demand_summary_building_idx",
        "building_demand_summary",
        ["building_id"],
        unique=True,
    )


def downgrade() -> None:
    op.execute("drop materialized view building_demand_summary")
    for table in (
        "feature_request_upvotes",
        "feature_requests",
        "bugs",
        "demands_comments",
        "demands",
        "notifications",
        "maintenance_requests",
    ):
        op.drop_table(table)
    op.execute("drop function stamp_demand_review")
    for type_ in reversed(TYPES):
        type_.drop(op.get_bind())
