using Partner.Core.Actions;
using Partner.Sandbox.Notices;
using Partner.Server.Tests.BackOffice;
using Partner.Server.Tests.Cli;
using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.EndToEnd.Notices;

/// <summary>What a clerk types for a customer who wants a text message; an operator, for one who wants none.</summary>
public sealed class NoticeCommandTests(SharedServer shared) : SharedServerTest(shared), IClassFixture<SharedServer>
{
    private SimulatedGateway Gateway => Shared.Running.Server.Gateway!;

    [Fact]
    public async Task PHONE_a_sale_with_a_number_says_that_a_message_goes_out_and_shows_the_number_masked()
    {
        var sold = await RunAsync(Sale("--notify-phone", "+86 139 3333 0001", "--notify-language", "zh-CN"));
        var checkedOnly = await RunAsync(
            Sale("--notify-phone", "+8613933330001", "--validate-only", "--lang", "zh-CN"));

        Assert.True(sold.Status == 0, sold.Error);
        Assert.Contains("Text message", sold.Out, StringComparison.Ordinal);
        Assert.Contains("+86…0001: The text message to the customer", sold.Out, StringComparison.Ordinal);
        Assert.Contains("充值有结果后，顾客会收到短信", checkedOnly.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("33330001", sold.Out + checkedOnly.Out, StringComparison.Ordinal);
        var sent = await SeeSentAsync("+8613933330001");
        Assert.Equal("zh-CN", sent.Language);
    }

    [Fact]
    public async Task A_number_that_is_wrong_is_refused_by_its_field_and_goes_with_one_sale_only()
    {
        var wrong = await RunAsync(Sale("--notify-phone", "13933330001"));
        var many = await RunAsync("topup", "--file", "sales.csv", "--notify-phone", "+8613933330001");

        Assert.Equal((2, 2), (wrong.Status == 0 ? 0 : 2, many.Status));
        Assert.Contains("notify_phone", wrong.Error, StringComparison.Ordinal);
        Assert.Contains("--notify-phone", many.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_of_sales_has_a_number_and_a_language_for_each_row()
    {
        var folder = Directory.CreateTempSubdirectory("leb-notices-").FullName;
        var file = Path.Combine(folder, "sales.csv");
        await File.WriteAllTextAsync(file, $"""
            card,plan,channel,notify_phone,notify_language
            {Support.Sale.NewCard()},phone-50,pos,+8613933330002,zh_CN
            {Support.Sale.NewCard()},phone-50,pos,+8613933330003,en
            {Support.Sale.NewCard()},phone-50,pos,,

            """);

        var sold = await RunAsync("topup", "--file", file);

        Assert.True(sold.Status == 0, sold.Out + sold.Error);
        Assert.Equal("zh-CN", (await SeeSentAsync("+8613933330002")).Language);
        Assert.Equal("en", (await SeeSentAsync("+8613933330003")).Language);
        var result = await File.ReadAllTextAsync(Path.Combine(folder, "sales.result.csv"));
        Assert.DoesNotContain("33330002", result, StringComparison.Ordinal);

        await File.WriteAllTextAsync(file, "card,plan,channel,notify_phone\n8986,phone-50,pos,1.39333E+10\n");
        var spoiled = await RunAsync("topup", "--file", file, "--result", Path.Combine(folder, "other.csv"));
        Assert.Contains("notify_phone", spoiled.Error + spoiled.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_operator_registers_who_wants_no_messages_and_takes_it_back()
    {
        Task<CliOutcome> OperatorAsync(params string[] words) =>
            OperatorSubjects.RunAsync(Shared.Running, ["notices", .. words, "--lang", "en"]);
        string[] why = ["--why", "asked by phone"];

        var unwanted = await OperatorAsync(["opt-out", "+86 139 3333 0004", .. why]);
        var twice = await OperatorAsync(["opt-out", "+8613933330004", .. why]);
        Assert.Equal("+86…0004 gets no text messages any more.", unwanted.Out.Trim());
        Assert.Contains("was opted out already", twice.Out, StringComparison.Ordinal);
        var demo = await Shared.Running.ConnectDemoAsync();
        var muted = await demo.SellAsync(Support.Sale.Of().With(sale => sale.NotifyPhone = "+8613933330004"));
        await Eventually.SeeAsync(
            async () => (await demo.GetAsync(muted.Name)).Notice.State,
            state => state == Leb.Partner.V1.CustomerNoticeState.OptedOut);

        var back = await OperatorAsync(["opt-in", "+8613933330004", .. why]);
        var again = await OperatorAsync(["opt-in", "+8613933330004", .. why]);
        Assert.Equal("+86…0004 gets text messages again.", back.Out.Trim());
        Assert.Contains("was not opted out", again.Out, StringComparison.Ordinal);
        await demo.SellAsync(Support.Sale.Of().With(sale => sale.NotifyPhone = "+8613933330004"));
        await SeeSentAsync("+8613933330004");

        var log = await Shared.Running.Store.Actions.ListAsync(RecordedAction.CommonChain, null, 2, default);
        Assert.Equal(["notices.opt-in", "notices.opt-out"], log.Select(action => action.Name));
        Assert.All(log, action => Assert.Equal(
            (ActorKind.Operator, "asked by phone"), (action.Actor.Kind, action.Why)));
        Assert.All(
            log, action => Assert.StartsWith("noticeOptOuts/+86…0004~", action.Subject, StringComparison.Ordinal));

        var wrong = await OperatorAsync(["opt-out", "139", "--why", " "]);
        Assert.Equal(1, wrong.Status);
        Assert.Contains("lacks its country code", wrong.Error, StringComparison.Ordinal);
        Assert.Contains("why", wrong.Error, StringComparison.Ordinal);
        var status = await OperatorSubjects.RunAsync(Shared.Running, "notices", "status", "--lang", "zh-CN");
        Assert.Matches("有 \\d+ 条短信待发", status.Out);
    }

    private async Task<DeliveredMessage> SeeSentAsync(string number) => (await Eventually.SeeAsync(
        () => Task.FromResult(Gateway.Delivered.FirstOrDefault(message => message.To == number)),
        message => message is not null))!;

    private static string[] Sale(params string[] more) =>
        ["topup", "--card", Support.Sale.NewCard(), "--plan", "phone-50", "--channel", "pos", .. more];

    private async Task<CliOutcome> RunAsync(params string[] args)
    {
        var demo = await Shared.Running.ConnectDemoAsync();
        string[] language = args.Contains("--lang") ? [] : ["--lang", "en"];
        return await CliOutcome.RunAsync(Shared.Running, demo, [.. args, .. language]);
    }
}
