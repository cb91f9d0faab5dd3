using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Partner.Storage.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class Approvals : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_transfers_partner_id_created_at",
                table: "transfers");

            migrationBuilder.CreateTable(
                name: "adjustments",
                columns: table => new
                {
                    partner_id = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    transfer_id = table.Column<string>(type: "nvarchar(140)", maxLength: 140, nullable: false, collation: "Latin1_General_100_BIN2"),
                    reason = table.Column<int>(type: "int", nullable: false),
                    evidence = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_adjustments", x => new { x.partner_id, x.transfer_id });
                });

            migrationBuilder.CreateTable(
                name: "approvals",
                columns: table => new
                {
                    partner_id = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    id = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    kind = table.Column<int>(type: "int", nullable: false),
                    request_id = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: true, collation: "Latin1_General_100_BIN2"),
                    currency = table.Column<string>(type: "nvarchar(3)", maxLength: 3, nullable: false, collation: "Latin1_General_100_BIN2"),
                    amount = table.Column<long>(type: "bigint", nullable: false),
                    reason = table.Column<int>(type: "int", nullable: true),
                    evidence = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2"),
                    why = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2"),
                    maker_kind = table.Column<int>(type: "int", nullable: false),
                    maker = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: false, collation: "Latin1_General_100_BIN2"),
                    maker_person = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: false, collation: "Latin1_General_100_BIN2"),
                    state = table.Column<int>(type: "int", nullable: false),
                    created_at = table.Column<long>(type: "bigint", nullable: false),
                    decided_at = table.Column<long>(type: "bigint", nullable: true),
                    decider_kind = table.Column<int>(type: "int", nullable: true),
                    decider = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: true, collation: "Latin1_General_100_BIN2"),
                    decider_person = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: true, collation: "Latin1_General_100_BIN2"),
                    decision_why = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_approvals", x => new { x.partner_id, x.id });
                    table.CheckConstraint("ck_approvals_decided", "(state IN (1, 4) AND decided_at IS NULL) OR (state IN (2, 3) AND decided_at IS NOT NULL)");
                    table.CheckConstraint("ck_approvals_kind", "kind BETWEEN 1 AND 4");
                    table.CheckConstraint("ck_approvals_state", "state BETWEEN 1 AND 4");
                });

            migrationBuilder.CreateIndex(
                name: "ix_transfers_partner_id_created_at",
                table: "transfers",
                columns: new[] { "partner_id", "created_at" },
                filter: "kind IN (1, 10, 14, 15)");

            migrationBuilder.CreateIndex(
                name: "ix_approvals_created_at",
                table: "approvals",
                column: "created_at",
                filter: "state = 1");

            migrationBuilder.CreateIndex(
                name: "ix_approvals_id",
                table: "approvals",
                column: "id");

            migrationBuilder.CreateIndex(
                name: "ix_approvals_partner_id_request_id",
                table: "approvals",
                columns: new[] { "partner_id", "request_id" },
                unique: true,
                filter: "request_id IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "adjustments");

            migrationBuilder.DropTable(
                name: "approvals");

            migrationBuilder.DropIndex(
                name: "ix_transfers_partner_id_created_at",
                table: "transfers");

            migrationBuilder.CreateIndex(
                name: "ix_transfers_partner_id_created_at",
                table: "transfers",
                columns: new[] { "partner_id", "created_at" },
                filter: "kind IN (1, 10)");
        }
    }
}
