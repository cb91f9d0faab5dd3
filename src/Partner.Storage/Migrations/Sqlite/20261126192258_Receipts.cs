using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Partner.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Receipts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "receipt_prints",
                columns: table => new
                {
                    partner_id = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    request_id = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    top_up_id = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    number = table.Column<int>(type: "INTEGER", nullable: false),
                    printed_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_receipt_prints", x => new { x.partner_id, x.request_id });
                });

            migrationBuilder.CreateTable(
                name: "receipts",
                columns: table => new
                {
                    partner_id = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    top_up_id = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    content = table.Column<string>(type: "TEXT", nullable: false),
                    key_id = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    signature = table.Column<string>(type: "TEXT", maxLength: 128, nullable: true),
                    code = table.Column<string>(type: "TEXT", maxLength: 16, nullable: true),
                    prints = table.Column<int>(type: "INTEGER", nullable: false),
                    first_at = table.Column<long>(type: "INTEGER", nullable: false),
                    last_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_receipts", x => new { x.partner_id, x.top_up_id });
                    table.CheckConstraint("ck_receipts_prints", "prints > 0");
                    table.CheckConstraint("ck_receipts_signed", "(key_id IS NULL AND signature IS NULL AND code IS NULL) OR (key_id IS NOT NULL AND signature IS NOT NULL AND code IS NOT NULL)");
                });

            migrationBuilder.CreateIndex(
                name: "ix_receipt_prints_partner_id_top_up_id_number",
                table: "receipt_prints",
                columns: new[] { "partner_id", "top_up_id", "number" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "receipt_prints");

            migrationBuilder.DropTable(
                name: "receipts");
        }
    }
}
