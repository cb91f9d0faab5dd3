using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Partner.Storage.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class ArrivalCases : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "arrival_cases",
                columns: table => new
                {
                    partner_id = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    top_up_id = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    outlet = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    card = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false, collation: "Latin1_General_100_BIN2"),
                    plan_code = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    state = table.Column<int>(type: "int", nullable: false),
                    verdict = table.Column<int>(type: "int", nullable: false),
                    version = table.Column<int>(type: "int", nullable: false),
                    opened_at = table.Column<long>(type: "bigint", nullable: false),
                    opened_in = table.Column<int>(type: "int", nullable: false),
                    clock_ends_at = table.Column<long>(type: "bigint", nullable: false),
                    top_up_version = table.Column<int>(type: "int", nullable: false),
                    looks = table.Column<int>(type: "int", nullable: false),
                    due_at = table.Column<long>(type: "bigint", nullable: false),
                    looked_at = table.Column<long>(type: "bigint", nullable: true),
                    looked_in = table.Column<int>(type: "int", nullable: true),
                    issuer_statement = table.Column<int>(type: "int", nullable: true),
                    card_statement = table.Column<int>(type: "int", nullable: true),
                    card_differences = table.Column<int>(type: "int", nullable: true),
                    escalated_at = table.Column<long>(type: "bigint", nullable: true),
                    closed_at = table.Column<long>(type: "bigint", nullable: true),
                    evidence = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    sold_again = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: true, collation: "Latin1_General_100_BIN2"),
                    lease_owner = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: true, collation: "Latin1_General_100_BIN2"),
                    lease_until = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_arrival_cases", x => new { x.partner_id, x.top_up_id });
                    table.CheckConstraint("ck_arrival_cases_closed", "(state IN (1, 5) AND closed_at IS NULL) OR (state NOT IN (1, 5) AND closed_at IS NOT NULL)");
                    table.CheckConstraint("ck_arrival_cases_state", "state BETWEEN 1 AND 5");
                });

            migrationBuilder.CreateIndex(
                name: "ix_arrival_cases_due_at",
                table: "arrival_cases",
                column: "due_at",
                filter: "closed_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_arrival_cases_partner_id_card_plan_code_top_up_id",
                table: "arrival_cases",
                columns: new[] { "partner_id", "card", "plan_code", "top_up_id" },
                filter: "closed_at IS NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "arrival_cases");
        }
    }
}
