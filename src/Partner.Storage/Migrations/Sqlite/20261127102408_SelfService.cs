using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Partner.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class SelfService : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "final_event",
                table: "top_ups",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "final_event",
                table: "reversals",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "refund_fee",
                table: "reversals",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "saved_event",
                table: "reversals",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "organisation",
                table: "partner_counters",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "closed_days",
                columns: table => new
                {
                    partner_id = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    outlet = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    terminal = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    through = table.Column<int>(type: "INTEGER", nullable: false),
                    changed_in = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_closed_days", x => new { x.partner_id, x.outlet, x.terminal });
                });

            migrationBuilder.CreateTable(
                name: "organisation_units",
                columns: table => new
                {
                    partner_id = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    kind = table.Column<int>(type: "INTEGER", nullable: false),
                    outlet = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    unit_reference = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    looks_like = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    unit_name = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    status = table.Column<int>(type: "INTEGER", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    changed_at = table.Column<long>(type: "INTEGER", nullable: false),
                    closed_at = table.Column<long>(type: "INTEGER", nullable: true),
                    changed_in = table.Column<long>(type: "INTEGER", nullable: false)
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
                    partner_id = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    registered_only = table.Column<bool>(type: "INTEGER", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_organisations", x => x.partner_id);
                });

            migrationBuilder.CreateTable(
                name: "shifts",
                columns: table => new
                {
                    partner_id = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    id = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    request_id = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    outlet = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    terminal = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    number = table.Column<long>(type: "INTEGER", nullable: false),
                    business_date = table.Column<int>(type: "INTEGER", nullable: false),
                    last_of_day = table.Column<bool>(type: "INTEGER", nullable: false),
                    closed_through = table.Column<int>(type: "INTEGER", nullable: true),
                    closed_by = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    opened_at = table.Column<long>(type: "INTEGER", nullable: true),
                    closed_at = table.Column<long>(type: "INTEGER", nullable: false),
                    from_receipt = table.Column<long>(type: "INTEGER", nullable: false),
                    through_receipt = table.Column<long>(type: "INTEGER", nullable: false),
                    from_event = table.Column<long>(type: "INTEGER", nullable: false),
                    through_event = table.Column<long>(type: "INTEGER", nullable: false),
                    figures = table.Column<string>(type: "TEXT", nullable: true),
                    sequel = table.Column<string>(type: "TEXT", nullable: true)
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
                name: "ix_closed_days_partner_id_changed_in",
                table: "closed_days",
                columns: new[] { "partner_id", "changed_in" });

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
                name: "closed_days");

            migrationBuilder.DropTable(
                name: "organisation_units");

            migrationBuilder.DropTable(
                name: "organisations");

            migrationBuilder.DropTable(
                name: "shifts");

            migrationBuilder.DropIndex(
                name: "ix_top_ups_partner_id_outlet_terminal_receipt_counter",
                table: "top_ups");

            migrationBuilder.DropIndex(
                name: "ix_reversals_partner_id_outlet_terminal_saved_event",
                table: "reversals");

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
        }
    }
}
