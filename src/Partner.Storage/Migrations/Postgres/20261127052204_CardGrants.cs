using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Partner.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class CardGrants : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "gift_reason",
                table: "top_ups",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "gift_state",
                table: "top_ups",
                type: "integer",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "card_gifts",
                columns: table => new
                {
                    partner_id = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    top_up_id = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    state = table.Column<int>(type: "integer", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    reason = table.Column<int>(type: "integer", nullable: false),
                    created_at = table.Column<long>(type: "bigint", nullable: false),
                    in_doubt_since = table.Column<long>(type: "bigint", nullable: true),
                    granted_at = table.Column<long>(type: "bigint", nullable: true),
                    reference = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    back_reference = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    final_at = table.Column<long>(type: "bigint", nullable: true),
                    evidence = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    back_whole = table.Column<bool>(type: "boolean", nullable: true),
                    back_service = table.Column<bool>(type: "boolean", nullable: true),
                    back_credit = table.Column<long>(type: "bigint", nullable: true),
                    back_points = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_card_gifts", x => new { x.partner_id, x.top_up_id });
                    table.CheckConstraint("ck_card_gifts_back", "state < 4 OR back_whole IS NOT NULL");
                    table.CheckConstraint("ck_card_gifts_final", "(state IN (1, 4) AND final_at IS NULL) OR (state NOT IN (1, 4) AND final_at IS NOT NULL)");
                    table.CheckConstraint("ck_card_gifts_granted", "state NOT IN (2, 6) OR granted_at IS NOT NULL");
                    table.CheckConstraint("ck_card_gifts_state", "state BETWEEN 1 AND 6");
                });

            migrationBuilder.CreateIndex(
                name: "ix_card_gifts_created_at",
                table: "card_gifts",
                column: "created_at",
                filter: "state <> 2 AND state <> 5");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "card_gifts");

            migrationBuilder.DropColumn(
                name: "gift_reason",
                table: "top_ups");

            migrationBuilder.DropColumn(
                name: "gift_state",
                table: "top_ups");
        }
    }
}
