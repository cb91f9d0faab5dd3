using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Partner.Storage.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class RoomForCompletion : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_top_ups_card",
                table: "top_ups");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateIndex(
                name: "ix_top_ups_card",
                table: "top_ups",
                column: "card",
                filter: "state <= 2");
        }
    }
}
