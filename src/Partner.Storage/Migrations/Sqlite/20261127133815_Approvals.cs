using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Partner.Storage.Migrations.Sqlite
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
                    partner_id = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    transfer_id = table.Column<string>(type: "TEXT", maxLength: 140, nullable: false),
                    reason = table.Column<int>(type: "INTEGER", nullable: false),
                    evidence = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_adjustments", x => new { x.partner_id, x.transfer_id });
                });

            migrationBuilder.CreateTable(
                name: "approvals",
                columns: table => new
                {
                    partner_id = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    id = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    kind = table.Column<int>(type: "INTEGER", nullable: false),
                    request_id = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    currency = table.Column<string>(type: "TEXT", maxLength: 3, nullable: false),
                    amount = table.Column<long>(type: "INTEGER", nullable: false),
                    reason = table.Column<int>(type: "INTEGER", nullable: true),
                    evidence = table.Column<string>(type: "TEXT", nullable: false),
                    why = table.Column<string>(type: "TEXT", nullable: false),
                    maker_kind = table.Column<int>(type: "INTEGER", nullable: false),
                    maker = table.Column<string>(type: "TEXT", maxLength: 128, nullable: false),
                    maker_person = table.Column<string>(type: "TEXT", maxLength: 128, nullable: false),
                    state = table.Column<int>(type: "INTEGER", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    decided_at = table.Column<long>(type: "INTEGER", nullable: true),
                    decider_kind = table.Column<int>(type: "INTEGER", nullable: true),
                    decider = table.Column<string>(type: "TEXT", maxLength: 128, nullable: true),
                    decider_person = table.Column<string>(type: "TEXT", maxLength: 128, nullable: true),
                    decision_why = table.Column<string>(type: "TEXT", nullable: true)
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
