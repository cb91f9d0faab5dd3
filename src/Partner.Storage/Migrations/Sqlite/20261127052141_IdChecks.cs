using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Partner.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class IdChecks : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "id_document",
                table: "top_ups",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "id_hash",
                table: "top_ups",
                type: "TEXT",
                maxLength: 96,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "id_document",
                table: "auto_renewals",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "id_hash",
                table: "auto_renewals",
                type: "TEXT",
                maxLength: 96,
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
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
