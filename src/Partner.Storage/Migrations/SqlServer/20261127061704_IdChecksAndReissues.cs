using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Partner.Storage.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class IdChecksAndReissues : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "id_document",
                table: "top_ups",
                type: "int",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "id_hash",
                table: "top_ups",
                type: "nvarchar(96)",
                maxLength: 96,
                nullable: true,
                collation: "Latin1_General_100_BIN2");

            migrationBuilder.AddColumn<int>(
                name: "id_document",
                table: "auto_renewals",
                type: "int",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "id_hash",
                table: "auto_renewals",
                type: "nvarchar(96)",
                maxLength: 96,
                nullable: true,
                collation: "Latin1_General_100_BIN2");

            migrationBuilder.CreateTable(
                name: "esim_reissues",
                columns: table => new
                {
                    partner_id = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    id = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    request_id = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    card = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false, collation: "Latin1_General_100_BIN2"),
                    card_type = table.Column<int>(type: "int", nullable: false),
                    thumbprint = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    outlet = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    terminal = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    cashier = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    comment = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2"),
                    id_document = table.Column<int>(type: "int", nullable: false),
                    id_hash = table.Column<string>(type: "nvarchar(96)", maxLength: 96, nullable: false, collation: "Latin1_General_100_BIN2"),
                    created_at = table.Column<long>(type: "bigint", nullable: false),
                    state = table.Column<int>(type: "int", nullable: false),
                    version = table.Column<int>(type: "int", nullable: false),
                    reason = table.Column<int>(type: "int", nullable: false),
                    issuer_reference = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    final_at = table.Column<long>(type: "bigint", nullable: true),
                    in_doubt_since = table.Column<long>(type: "bigint", nullable: true),
                    evidence = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_esim_reissues", x => new { x.partner_id, x.id });
                    table.CheckConstraint("ck_esim_reissues_state", "state BETWEEN 1 AND 3");
                });

            migrationBuilder.CreateIndex(
                name: "ix_esim_reissues_card",
                table: "esim_reissues",
                column: "card",
                unique: true,
                filter: "state = 1");

            migrationBuilder.CreateIndex(
                name: "ix_esim_reissues_card_created_at",
                table: "esim_reissues",
                columns: new[] { "card", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ix_esim_reissues_partner_id_request_id",
                table: "esim_reissues",
                columns: new[] { "partner_id", "request_id" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "esim_reissues");

            migrationBuilder.DropColumn(
                name: "id_document",
                table: "top_ups");

            migrationBuilder.DropColumn(
                name: "id_hash",
                table: "top_ups");

            migrationBuilder.DropColumn(
                name: "id_document",
                table: "auto_renewals");

            migrationBuilder.DropColumn(
                name: "id_hash",
                table: "auto_renewals");
        }
    }
}
