using Grpc.Core;
using Leb.Partner.V1;
using Partner.Core.Errors;
using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.EndToEnd.IdChecks;

/// <summary>A server without a key to keep identity checks with.</summary>
public sealed class IdCheckKeyTests
{
    [Fact]
    public async Task Without_a_key_a_sale_that_demands_a_check_is_refused_in_words_and_the_start_has_said_so()
    {
        await using var running = await RunningServer.StartAsync(settings => settings with
        {
            Gateway = null,
            Notices = settings.Notices with { KeyFile = null },
        });
        var partner = await running.AddPartnerAsync("till");
        var check = new IdCheck { DocumentType = IdDocumentType.Passport, LastFour = "W8QX" };

        var error = await GrpcAssert.Refused(
            Reason.IdCheckUnavailable,
            StatusCode.FailedPrecondition,
            () => partner.SellAsync(Sale.Of().With(sale =>
                (sale.Channel, sale.IdCheck) = (Channel.PostOffice, check))));
        await GrpcAssert.Refused(
            Reason.IdCheckUnavailable,
            StatusCode.FailedPrecondition,
            () => partner.SellAsync(Sale.Of().With(sale => sale.Channel = Channel.PostOffice), "zh-CN"));
        var other = await partner.SellAsync(Sale.Of().With(sale => sale.IdCheck = check));

        Assert.Contains("cannot be kept here", error.ClerkText, StringComparison.Ordinal);
        Assert.Equal((TopUpState.Succeeded, IdDocumentType.Unspecified), (other.State, other.IdChecked));
        var path = Path.Combine(AppContext.BaseDirectory, "Documents", "catalogue.json");
        await running.PublishAsync((await File.ReadAllTextAsync(path)).Replace(
            "\"version\": \"1\"", "\"version\": \"2\"", StringComparison.Ordinal));
        Assert.Contains(
            running.Log.Lines,
            line => line.Text.Contains("demands identity checks, and this server has no", StringComparison.Ordinal));
        await running.AssertInOrderAsync();
    }
}
