using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Partner.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class SelfService : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_certificates_partner_id",
                table: "certificates");

            migrationBuilder.AddColumn<int>(
                name: "counted_day",
                table: "top_ups",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "counted_in",
                table: "top_ups",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "final_event",
                table: "top_ups",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "final_event",
                table: "reversals",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "refund_fee",
                table: "reversals",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "saved_event",
                table: "reversals",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "organisation",
                table: "partner_counters",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "authority",
                table: "certificates",
                type: "character varying(64)",
                maxLength: 64,
                nullable: true,
                collation: "C");

            migrationBuilder.AddColumn<string>(
                name: "encoded",
                table: "certificates",
                type: "text",
                nullable: true,
                collation: "C");

            migrationBuilder.AddColumn<string>(
                name: "input_hash",
                table: "certificates",
                type: "character varying(80)",
                maxLength: 80,
                nullable: true,
                collation: "C");

            migrationBuilder.AddColumn<string>(
                name: "issued_by",
                table: "certificates",
                type: "character varying(64)",
                maxLength: 64,
                nullable: true,
                collation: "C");

            migrationBuilder.AddColumn<string>(
                name: "key_hash",
                table: "certificates",
                type: "character varying(64)",
                maxLength: 64,
                nullable: true,
                collation: "C");

            migrationBuilder.AddColumn<string>(
                name: "label",
                table: "certificates",
                type: "character varying(100)",
                maxLength: 100,
                nullable: true,
                collation: "C");

            migrationBuilder.AddColumn<long>(
                name: "last_used_at",
                table: "certificates",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "origin",
                table: "certificates",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "renewed_by",
                table: "certificates",
                type: "character varying(64)",
                maxLength: 64,
                nullable: true,
                collation: "C");

            migrationBuilder.AddColumn<string>(
                name: "request_id",
                table: "certificates",
                type: "character varying(64)",
                maxLength: 64,
                nullable: true,
                collation: "C");

            migrationBuilder.AddColumn<string>(
                name: "revoked_for",
                table: "certificates",
                type: "character varying(200)",
                maxLength: 200,
                nullable: true,
                collation: "C");

            migrationBuilder.AddColumn<string>(
                name: "serial",
                table: "certificates",
                type: "character varying(64)",
                maxLength: 64,
                nullable: true,
                collation: "C");

            migrationBuilder.AddColumn<string>(
                name: "terminal",
                table: "certificates",
                type: "character varying(40)",
                maxLength: 40,
                nullable: true,
                collation: "C");

            migrationBuilder.AddColumn<long>(
                name: "warn_at",
                table: "certificates",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.CreateTable(
                name: "account_events",
                columns: table => new
                {
                    partner_id = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    number = table.Column<long>(type: "bigint", nullable: false),
                    kind = table.Column<int>(type: "integer", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    thumbprint = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    days = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_account_events", x => new { x.partner_id, x.number });
                });

            migrationBuilder.CreateTable(
                name: "account_progress",
                columns: table => new
                {
                    partner_id = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    last_number = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_account_progress", x => x.partner_id);
                });

            migrationBuilder.CreateTable(
                name: "certificate_rules",
                columns: table => new
                {
                    id = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    partner_id = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    kind = table.Column<int>(type: "integer", nullable: false),
                    pattern = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C"),
                    outlet = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true, collation: "C"),
                    terminal = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true, collation: "C"),
                    permissions = table.Column<int>(type: "integer", nullable: false),
                    created_at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_certificate_rules", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "closed_days",
                columns: table => new
                {
                    partner_id = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    outlet = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    terminal = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false, collation: "C"),
                    through = table.Column<int>(type: "integer", nullable: false),
                    changed_in = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_closed_days", x => new { x.partner_id, x.outlet, x.terminal });
                });

            migrationBuilder.CreateTable(
                name: "enrollment_codes",
                columns: table => new
                {
                    partner_id = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    id = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    code_hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    outlet = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true, collation: "C"),
                    terminal = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true, collation: "C"),
                    permissions = table.Column<int>(type: "integer", nullable: false),
                    days = table.Column<int>(type: "integer", nullable: false),
                    label = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false, collation: "C"),
                    created_by = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    created_at = table.Column<long>(type: "bigint", nullable: false),
                    expires_at = table.Column<long>(type: "bigint", nullable: false),
                    used_by = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true, collation: "C"),
                    closed_at = table.Column<long>(type: "bigint", nullable: true),
                    request_id = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    input_hash = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_enrollment_codes", x => new { x.partner_id, x.id });
                });

            migrationBuilder.CreateTable(
                name: "limit_uses",
                columns: table => new
                {
                    partner_id = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    subject = table.Column<int>(type: "integer", nullable: false),
                    outlet = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    holder = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    period = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false, collation: "C"),
                    card = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false, collation: "C"),
                    used = table.Column<long>(type: "bigint", nullable: false),
                    ends_at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_limit_uses", x => new { x.partner_id, x.subject, x.outlet, x.holder, x.period, x.card });
                    table.CheckConstraint("ck_limit_uses_used", "used >= 0");
                })
                .Annotation("Npgsql:StorageParameter:autovacuum_vacuum_cost_delay", 0)
                .Annotation("Npgsql:StorageParameter:autovacuum_vacuum_scale_factor", 0)
                .Annotation("Npgsql:StorageParameter:autovacuum_vacuum_threshold", 10000)
                .Annotation("Npgsql:StorageParameter:fillfactor", 50);

            migrationBuilder.CreateTable(
                name: "limits",
                columns: table => new
                {
                    partner_id = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    setter = table.Column<int>(type: "integer", nullable: false),
                    kind = table.Column<int>(type: "integer", nullable: false),
                    subject = table.Column<int>(type: "integer", nullable: false),
                    outlet = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    holder = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    is_all = table.Column<bool>(type: "boolean", nullable: false),
                    most = table.Column<long>(type: "bigint", nullable: false),
                    set_at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_limits", x => new { x.partner_id, x.setter, x.kind, x.subject, x.outlet, x.holder, x.is_all });
                    table.CheckConstraint("ck_limits_most", "most >= 0");
                });

            migrationBuilder.CreateTable(
                name: "organisation_units",
                columns: table => new
                {
                    partner_id = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    kind = table.Column<int>(type: "integer", nullable: false),
                    outlet = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    unit_reference = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false, collation: "C"),
                    looks_like = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false, collation: "C"),
                    unit_name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false, collation: "C"),
                    status = table.Column<int>(type: "integer", nullable: false),
                    created_at = table.Column<long>(type: "bigint", nullable: false),
                    changed_at = table.Column<long>(type: "bigint", nullable: false),
                    closed_at = table.Column<long>(type: "bigint", nullable: true),
                    changed_in = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_organisation_units", x => new { x.partner_id, x.kind, x.outlet, x.unit_reference });
                    table.CheckConstraint("ck_organisation_units_closed", "(status = 3 AND closed_at IS NOT NULL) OR (status IN (1, 2) AND closed_at IS NULL)");
                    table.CheckConstraint("ck_organisation_units_kind", "kind BETWEEN 1 AND 3");
                    table.CheckConstraint("ck_organisation_units_outlet", "(kind = 1 AND outlet = '') OR (kind <> 1 AND outlet <> '')");
                });

            migrationBuilder.CreateTable(
                name: "organisations",
                columns: table => new
                {
                    partner_id = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    registered_only = table.Column<bool>(type: "boolean", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_organisations", x => x.partner_id);
                });

            migrationBuilder.CreateTable(
                name: "revocation_lists",
                columns: table => new
                {
                    authority = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    last_number = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_revocation_lists", x => x.authority);
                });

            migrationBuilder.CreateTable(
                name: "shifts",
                columns: table => new
                {
                    partner_id = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    id = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    request_id = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    outlet = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    terminal = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false, collation: "C"),
                    number = table.Column<long>(type: "bigint", nullable: false),
                    business_date = table.Column<int>(type: "integer", nullable: false),
                    last_of_day = table.Column<bool>(type: "boolean", nullable: false),
                    closed_through = table.Column<int>(type: "integer", nullable: true),
                    closed_by = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false, collation: "C"),
                    opened_at = table.Column<long>(type: "bigint", nullable: true),
                    closed_at = table.Column<long>(type: "bigint", nullable: false),
                    from_receipt = table.Column<long>(type: "bigint", nullable: false),
                    through_receipt = table.Column<long>(type: "bigint", nullable: false),
                    from_event = table.Column<long>(type: "bigint", nullable: false),
                    through_event = table.Column<long>(type: "bigint", nullable: false),
                    figures = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    sequel = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_shifts", x => new { x.partner_id, x.id });
                    table.CheckConstraint("ck_shifts_number", "number > 0");
                    table.CheckConstraint("ck_shifts_range", "from_receipt <= through_receipt AND from_event <= through_event");
                });

            migrationBuilder.CreateIndex(
                name: "ix_top_ups_partner_id_outlet_terminal_receipt_counter",
                table: "top_ups",
                columns: new[] { "partner_id", "outlet", "terminal", "receipt_counter" },
                filter: "terminal <> ''");

            migrationBuilder.CreateIndex(
                name: "ix_reversals_partner_id_outlet_terminal_saved_event",
                table: "reversals",
                columns: new[] { "partner_id", "outlet", "terminal", "saved_event" },
                filter: "terminal <> ''");

            migrationBuilder.CreateIndex(
                name: "ix_certificates_key_hash",
                table: "certificates",
                column: "key_hash",
                filter: "key_hash IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_certificates_partner_id_not_after_thumbprint",
                table: "certificates",
                columns: new[] { "partner_id", "not_after", "thumbprint" });

            migrationBuilder.CreateIndex(
                name: "ix_certificates_partner_id_request_id",
                table: "certificates",
                columns: new[] { "partner_id", "request_id" },
                unique: true,
                filter: "request_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_certificates_warn_at",
                table: "certificates",
                column: "warn_at");

            migrationBuilder.CreateIndex(
                name: "ix_account_events_at",
                table: "account_events",
                column: "at");

            migrationBuilder.CreateIndex(
                name: "ix_closed_days_partner_id_changed_in",
                table: "closed_days",
                columns: new[] { "partner_id", "changed_in" });

            migrationBuilder.CreateIndex(
                name: "ix_enrollment_codes_code_hash",
                table: "enrollment_codes",
                column: "code_hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_enrollment_codes_expires_at",
                table: "enrollment_codes",
                column: "expires_at");

            migrationBuilder.CreateIndex(
                name: "ix_enrollment_codes_partner_id_request_id",
                table: "enrollment_codes",
                columns: new[] { "partner_id", "request_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_limit_uses_ends_at",
                table: "limit_uses",
                column: "ends_at");

            migrationBuilder.CreateIndex(
                name: "ix_organisation_units_partner_id_changed_in",
                table: "organisation_units",
                columns: new[] { "partner_id", "changed_in" });

            migrationBuilder.CreateIndex(
                name: "ix_organisation_units_partner_id_kind_outlet_looks_like",
                table: "organisation_units",
                columns: new[] { "partner_id", "kind", "outlet", "looks_like" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_shifts_partner_id_business_date_id",
                table: "shifts",
                columns: new[] { "partner_id", "business_date", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_shifts_partner_id_outlet_terminal_number",
                table: "shifts",
                columns: new[] { "partner_id", "outlet", "terminal", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_shifts_partner_id_request_id",
                table: "shifts",
                columns: new[] { "partner_id", "request_id" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "account_events");

            migrationBuilder.DropTable(
                name: "account_progress");

            migrationBuilder.DropTable(
                name: "certificate_rules");

            migrationBuilder.DropTable(
                name: "closed_days");

            migrationBuilder.DropTable(
                name: "enrollment_codes");

            migrationBuilder.DropTable(
                name: "limit_uses");

            migrationBuilder.DropTable(
                name: "limits");

            migrationBuilder.DropTable(
                name: "organisation_units");

            migrationBuilder.DropTable(
                name: "organisations");

            migrationBuilder.DropTable(
                name: "revocation_lists");

            migrationBuilder.DropTable(
                name: "shifts");

            migrationBuilder.DropIndex(
                name: "ix_top_ups_partner_id_outlet_terminal_receipt_counter",
                table: "top_ups");

            migrationBuilder.DropIndex(
                name: "ix_reversals_partner_id_outlet_terminal_saved_event",
                table: "reversals");

            migrationBuilder.DropIndex(
                name: "ix_certificates_key_hash",
                table: "certificates");

            migrationBuilder.DropIndex(
                name: "ix_certificates_partner_id_not_after_thumbprint",
                table: "certificates");

            migrationBuilder.DropIndex(
                name: "ix_certificates_partner_id_request_id",
                table: "certificates");

            migrationBuilder.DropIndex(
                name: "ix_certificates_warn_at",
                table: "certificates");

            migrationBuilder.DropColumn(
                name: "counted_day",
                table: "top_ups");

            migrationBuilder.DropColumn(
                name: "counted_in",
                table: "top_ups");

            migrationBuilder.DropColumn(
                name: "final_event",
                table: "top_ups");

            migrationBuilder.DropColumn(
                name: "final_event",
                table: "reversals");

            migrationBuilder.DropColumn(
                name: "refund_fee",
                table: "reversals");

            migrationBuilder.DropColumn(
                name: "saved_event",
                table: "reversals");

            migrationBuilder.DropColumn(
                name: "organisation",
                table: "partner_counters");

            migrationBuilder.DropColumn(
                name: "authority",
                table: "certificates");

            migrationBuilder.DropColumn(
                name: "encoded",
                table: "certificates");

            migrationBuilder.DropColumn(
                name: "input_hash",
                table: "certificates");

            migrationBuilder.DropColumn(
                name: "issued_by",
                table: "certificates");

            migrationBuilder.DropColumn(
                name: "key_hash",
                table: "certificates");

            migrationBuilder.DropColumn(
                name: "label",
                table: "certificates");

            migrationBuilder.DropColumn(
                name: "last_used_at",
                table: "certificates");

            migrationBuilder.DropColumn(
                name: "origin",
                table: "certificates");

            migrationBuilder.DropColumn(
                name: "renewed_by",
                table: "certificates");

            migrationBuilder.DropColumn(
                name: "request_id",
                table: "certificates");

            migrationBuilder.DropColumn(
                name: "revoked_for",
                table: "certificates");

            migrationBuilder.DropColumn(
                name: "serial",
                table: "certificates");

            migrationBuilder.DropColumn(
                name: "terminal",
                table: "certificates");

            migrationBuilder.DropColumn(
                name: "warn_at",
                table: "certificates");

            migrationBuilder.CreateIndex(
                name: "ix_certificates_partner_id",
                table: "certificates",
                column: "partner_id");
        }
    }
}
