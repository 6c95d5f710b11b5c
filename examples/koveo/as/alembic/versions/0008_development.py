"""Development. The team's own workbench."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"

new_id = sa.text("gen_random_uuid()")
now = sa.func.now()

metric_type = postgresql.ENUM(
    "code_coverage",
    "code_quality",
    "security_issues",
    "build_time",
    "bundle_size",
    "type_errors",
    "documentation_coverage",
    "response_time",
    "accessibility",
    name="metric_type",
    create_type=False,
)
feature_category = postgresql.ENUM(
    "Dashboard & Home",
    "Property Management",
    "Resident Management",
    "Financial Management",
    "Maintenance & Requests",
    "Document Management",
    "Communication",
    "AI & Automation",
    "Compliance & Security",
    "Analytics & Reporting",
    "Integration & API",
    "Infrastructure & Performance",
    "Website",
    name="feature_category",
    create_type=False,
)
feature_status = postgresql.ENUM(
    "submitted",
    "planned",
    "in-progress",
    "ai-analyzed",
    "completed",
    "cancelled",
    name="feature_status",
    create_type=False,
)
feature_priority = postgresql.ENUM(
    "low", "medium", "high", "critical", name="feature_priority", create_type=False
)
actionable_item_status = postgresql.ENUM(
    "pending",
    "in-progress",
    "completed",
    "blocked",
    name="actionable_item_status",
    create_type=False,
)
suggestion_category = postgresql.ENUM(
    "Code Quality",
    "Security",
    "Testing",
    "Documentation",
    "Performance",
    "Continuous Improvement",
    "AI Agent Monitoring",
    name="suggestion_category",
    create_type=False,
)
suggestion_priority = postgresql.ENUM(
    "Low", "Medium", "High", "Critical", name="suggestion_priority", create_type=False
)
suggestion_status = postgresql.ENUM(
    "New", "Acknowledged", "Done", name="suggestion_status", create_type=False
)
TYPES = (
    metric_type,
    feature_category,
    feature_status,
    feature_priority,
    actionable_item_status,
    suggestion_category,
    suggestion_priority,
    suggestion_status,
)


def upgrade() -> None:
    for type_ in TYPES:
        type_.create(op.get_bind())

    op.create_table(
        "development_pillars",
        sa.Column("id", sa.Uuid, primary_key=True, server_default=new_id),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("description", sa.Text, nullable=False),
        sa.Column("status", sa.String(20), nullable=False, server_default="pending"),
        sa.Column("configuration", postgresql.JSONB),
        sa.Column("order", sa.Integer, nullable=False, server_default=sa.text("0")),
        sa.Column("created_at", sa.DateTime, nullable=False, server_default=now),
        sa.Column("updated_at", sa.DateTime, nullable=False, server_default=now),
        comment="The few rules that the team builds by.",
    )

    op.create_table(
        "workspace_status",
        sa.Column("id", sa.Uuid, primary_key=True, server_default=new_id),
        sa.Column("component", sa.String(100), nullable=False),
        sa.Column("status", sa.String(20), nullable=False, server_default="pending"),
        sa.Column("last_updated", sa.DateTime, nullable=False, server_default=now),
        comment="Is each part of the workspace set up?",
    )

    op.create_table(
        "quality_metrics",
        sa.Column("id", sa.Uuid, primary_key=True, server_default=new_id),
        sa.Column("metric_type", metric_type, nullable=False),
        sa.Column(
            "value",
            sa.Text,
            nullable=False,
            comment="Text, because some metrics are a grade and some a number.",
        ),
        sa.Column("timestamp", sa.DateTime, nullable=False, server_default=now),
        comment="Measured values, one row per measurement.",
    )
    op.create_index(
        "quality_metrics_type_time_idx",
        "quality_metrics",
        ["metric_type", sa.text("timestamp desc")],
    )

    op.create_table(
        "framework_configuration",
        sa.Column("id", sa.Integer, sa.Identity(), primary_key=True),
        sa.Column("key", sa.String(100), nullable=False, unique=True),
        sa.Column("value", sa.Text, nullable=False),
        sa.Column("description", sa.Text),
        sa.Column("created_at", sa.DateTime, nullable=False, server_default=now),
        sa.Column("updated_at", sa.DateTime, nullable=False, server_default=now),
        comment="Settings of the quality tooling.",
    )

    op.create_table(
        "features",
        sa.Column("id", sa.Uuid, primary_key=True, server_default=new_id),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("description", sa.Text, nullable=False),
        sa.Column("category", feature_category, nullable=False),
        sa.Column("status", feature_status, nullable=False, server_default="submitted"),
        sa.Column("priority", feature_priority, nullable=False, server_default="medium"),
        sa.Column("assigned_to", sa.String(100)),
        sa.Column("due_date", sa.Date),
        sa.Column("completed_date", sa.Date),
        sa.Column("estimated_hours", sa.Integer),
        sa.Column("actual_hours", sa.Integer),
        sa.Column("dependencies", postgresql.ARRAY(sa.Text), nullable=False, server_default="{}"),
        sa.Column("tags", postgresql.ARRAY(sa.Text), nullable=False, server_default="{}"),
        sa.Column("business_objective", sa.Text),
        sa.Column("target_users", sa.Text),
        sa.Column("success_metrics", sa.Text),
        sa.Column("complexity", sa.String(10)),
        sa.Column("technical_notes", sa.Text),
        sa.Column("additional_notes", sa.Text),
        sa.Column(
            "ai_analysis_result", postgresql.JSONB, comment="Answer of the assistant, as it came."
        ),
        sa.Column("ai_analyzed_at", sa.DateTime),
        sa.Column("is_strategic_path", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column(
            "is_public_roadmap",
            sa.Boolean,
            nullable=False,
            server_default=sa.true(),
            comment="Shown on the web site.",
        ),
        sa.Column("synced_at", sa.DateTime),
        sa.Column("requested_by", sa.String(100)),
        sa.Column("created_at", sa.DateTime, nullable=False, server_default=now),
        sa.Column("updated_at", sa.DateTime, nullable=False, server_default=now),
        comment="The road map.",
    )
    op.create_index(
        "features_open_idx",
        "features",
        ["priority", "created_at"],
        postgresql_where=sa.text("status not in ('completed', 'cancelled')"),
    )

    op.create_table(
        "actionable_items",
        sa.Column("id", sa.Uuid, primary_key=True, server_default=new_id),
        sa.Column(
            "feature_id", sa.Uuid, sa.ForeignKey("features.id", ondelete="CASCADE"), nullable=False
        ),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("description", sa.Text, nullable=False),
        sa.Column("technical_details", sa.Text),
        sa.Column("implementation_prompt", sa.Text),
        sa.Column("testing_requirements", sa.Text),
        sa.Column("estimated_effort", sa.String(20)),
        sa.Column("dependencies", postgresql.ARRAY(sa.Text), nullable=False, server_default="{}"),
        sa.Column("acceptance_criteria", sa.Text),
        sa.Column("status", actionable_item_status, nullable=False, server_default="pending"),
        sa.Column("type", sa.String(30), nullable=False, server_default="task"),
        sa.Column(
            "order_index",
            sa.Integer,
            nullable=False,
            server_default=sa.text("0"),
            comment="Order of work inside the feature.",
        ),
        sa.Column("assigned_to", sa.String(100)),
        sa.Column("estimated_hours", sa.Numeric(5, 2)),
        sa.Column("completed_at", sa.DateTime),
        sa.Column("created_at", sa.DateTime, nullable=False, server_default=now),
        sa.Column("updated_at", sa.DateTime, nullable=False, server_default=now),
        sa.Column("due_date", sa.Date),
        sa.Column("actual_hours", sa.Numeric(5, 2)),
        sa.Column("completed_by", sa.String(100)),
        comment="A feature cut into tasks.",
    )
    op.create_index(
        "actionable_items_feature_idx", "actionable_items", ["feature_id", "order_index"]
    )

    op.create_table(
        "improvement_suggestions",
        sa.Column("id", sa.Uuid, primary_key=True, server_default=new_id),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("description", sa.Text, nullable=False),
        sa.Column("category", suggestion_category, nullable=False),
        sa.Column("priority", suggestion_priority, nullable=False, server_default="Medium"),
        sa.Column("status", suggestion_status, nullable=False, server_default="New"),
        sa.Column("file_path", sa.Text),
        sa.Column("technical_details", sa.Text),
        sa.Column("business_impact", sa.Text),
        sa.Column("implementation_effort", sa.String(20)),
        sa.Column("quality_impact", sa.Text),
        sa.Column("roi", sa.Numeric(3, 1)),
        sa.Column("suggested_by", sa.String(50), nullable=False, server_default="system"),
        sa.Column("assigned_to", sa.String(100)),
        sa.Column("acknowledged_at", sa.DateTime),
        sa.Column("completed_at", sa.DateTime),
        sa.Column("created_at", sa.DateTime, nullable=False, server_default=now),
        comment="What the tooling thinks could be better.",
    )

    op.execute("""
        create trigger features_set_updated_at before update on features
          for each row execute function set_updated_at()
    """)


def downgrade() -> None:
    for table in (
        "improvement_suggestions",
        "actionable_items",
        "features",
        "framework_configuration",
        "quality_metrics",
        "workspace_status",
        "development_pillars",
    ):
        op.drop_table(table)
    for type_ in reversed(TYPES):
        type_.drop(op.get_bind())
