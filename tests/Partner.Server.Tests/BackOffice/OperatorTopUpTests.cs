using System.Text.Json;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Leb.Operator.V1;
using Leb.Partner.V1;
using Partner.Contracts.Client;
using Partner.Core.Actions;
using Partner.Sandbox.Issuer;
using Partner.Server.Tests.Cli;
using Partner.Server.Tests.Security;
using Partner.Server.Tests.Support;
using CaseService = Leb.Operator.V1.CaseService;
using GetCaseRequest = Leb.Operator.V1.GetCaseRequest;
using GetTopUpRequest = Leb.Operator.V1.GetTopUpRequest;
using ListCasesRequest = Leb.Operator.V1.ListCasesRequest;
using ListTopUpsRequest = Leb.Operator.V1.ListTopUpsRequest;
using TopUpService = Leb.Operator.V1.TopUpService;

namespace Partner.Server.Tests.BackOffice;

/// <summary>Top-ups and cases at the operator's port: what is found, settled, and never shown.</summary>
/// <param name="shared">The server.</param>
[Collection(OperatorServer.Collection)]
public sealed class OperatorTopUpTests(OperatorServer shared) : SharedServerTest(shared)
{
    private const string Why = "asked for by mail";

    private OperatorServer Door => (OperatorServer)Shared;

    [Fact]
    public async Task A_top_up_is_found_by_name_receipt_and_reference_with_its_postings_and_without_its_card()
    {
        var partner = await Shared.NewPartnerAsync();
        var sold = await partner.SellAsync(Sale.Of().With(sale => sale.ClientReference = "call 13800138000"));
        using var channel = await OperatorsAsync();
        var (service, owner) = (TopUps(channel), $"partners/{partner.PartnerId}");

        var found = await service.GetTopUpAsync(new GetTopUpRequest { Name = $"{owner}/{sold.Name}" });
        var byReceipt = await service.GetTopUpAsync(new GetTopUpRequest
        {
            Receipt = new ReceiptKey { Partner = owner, ReceiptNumber = sold.ReceiptNumber },
        });
        var byReference = await service.GetTopUpAsync(new GetTopUpRequest
        {
            Reference = new IssuerReferenceKey { Partner = owner, IssuerReference = sold.IssuerReference },
        });
        var listed = await service.ListTopUpsAsync(new ListTopUpsRequest
        {
            Parent = owner,
            CardEndsWith = sold.Card.Iccid[^6..],
            Filter = new TopUpFilter { StartTime = sold.CreateTime, State = TopUpState.Succeeded },
        });

        Assert.Equal(found, byReceipt);
        Assert.Equal(found, byReference);
        Assert.Equal(found.TopUp, Assert.Single(listed.TopUps));
        Assert.Equal((sold.State, sold.ReceiptNumber), (found.TopUp.TopUp.State, found.TopUp.TopUp.ReceiptNumber));
        Assert.Null(found.Attempts.NextTryTime);
        Assert.Contains(found.Postings, one => one is { Kind: "TOP_UP", Phase: "POSTED" });
        Assert.All(found.Postings, one => Assert.Equal(0, one.Legs.Sum(leg => leg.Amount.Minor())));
        foreach (var answer in new IMessage[] { found, listed })
        {
            Assert.DoesNotContain(sold.Card.Iccid, answer.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain("13800138000", answer.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_is_asked_for_wrongly_is_named_and_what_is_another_partners_is_not_found()
    {
        var partner = await Shared.NewPartnerAsync();
        var sold = await partner.SellAsync(Sale.Of());
        using var channel = await OperatorsAsync();
        var (service, owner) = (TopUps(channel), $"partners/{partner.PartnerId}");

        (await service.GetTopUpAsync(new GetTopUpRequest { Name = $"partners/demo/{sold.Name}" }).AsErrorAsync())
            .Is(StatusCode.NotFound, "TOP_UP_NOT_FOUND");
        (await service.ListTopUpsAsync(new ListTopUpsRequest { Parent = "partners/nobody" }).AsErrorAsync())
            .Is(StatusCode.NotFound, "PARTNER_NOT_FOUND");
        (await service.ListInDoubtAsync(new ListInDoubtRequest { PageToken = "bm8" }).AsErrorAsync())
            .Is(StatusCode.InvalidArgument, "PAGE_TOKEN_INVALID");
        Assert.Equal("name", Field(
            await service.GetTopUpAsync(new GetTopUpRequest { Name = sold.Name }).AsErrorAsync()));
        Assert.Equal("card_ends_with", Field(await service.ListTopUpsAsync(
            new ListTopUpsRequest { Parent = owner, CardEndsWith = "12x4" }).AsErrorAsync()));
        Assert.Equal("filter.start_time", Field(await service.ListTopUpsAsync(
            new ListTopUpsRequest { Parent = owner, CardEndsWith = "1234" }).AsErrorAsync()));
        var word = Word($"{owner}/{sold.Name}", ResolveOutcome.Failed, "mail");
        Assert.Equal("evidence", Field(await service.ResolveTopUpAsync(
            word.Clone().With(one => one.Evidence = " ")).AsErrorAsync()));
        Assert.Equal("outcome", Field(await service.ResolveTopUpAsync(
            word.Clone().With(one => one.Outcome = ResolveOutcome.Unspecified)).AsErrorAsync()));
        Assert.Equal("evidence", Field(await service.ResolveTopUpAsync(word.Clone().With(one =>
            (one.Evidence, one.Force) = (new string('e', 600), new string('f', 600)))).AsErrorAsync()));
        (await service.ResolveTopUpAsync(word).AsErrorAsync()).Is(StatusCode.FailedPrecondition, "ALREADY_SETTLED");
    }

    [Fact]
    public async Task Two_operators_who_settle_at_once_decide_once_and_the_same_word_again_is_answered_alike()
    {
        var partner = await Shared.NewPartnerAsync();
        var name = await OperatorSubjects.InDoubtAsync(Shared.Running, partner);
        using var channel = await OperatorsAsync();
        var service = TopUps(channel);
        var listed = (await service.ListInDoubtAsync(new ListInDoubtRequest { PageSize = 500 })).Operations
            .Single(one => one.Name == name);
        Assert.Equal(OperationKind.TopUp, listed.Kind);
        Assert.True(listed.Attempts is { PossiblySent: true, NextTryTime: not null, InDoubtSince: not null });
        Assert.NotNull(listed.InDoubtFor);
        var said = listed.Attempts.Answers[0];
        Assert.Equal((1, IssuerAnswerKind.Unknown), (said.Attempt, said.Kind));
        Assert.NotEmpty(said.Detail);
        Assert.Equal(
            said, (await service.GetTopUpAsync(new GetTopUpRequest { Name = name })).Attempts.Answers[0]);
        Assert.DoesNotContain(SandboxCards.NeverAnswers, listed.ToString(), StringComparison.Ordinal);

        // The issuer never carries out what it never answers, so that only one of the words can be kept by both.
        var words = new[] { "first mail of 13800138000", "second mail" }
            .Select(evidence => Word(name, ResolveOutcome.Failed, evidence)).ToList();
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(async i =>
        {
            var asked = words[i % 2];
            using var call = service.ResolveTopUpAsync(asked);
            try
            {
                return (asked.Evidence, Answer: await call.ResponseAsync, Error: (PartnerError?)null);
            }
            catch (RpcException refused)
            {
                return (asked.Evidence, Answer: null!, Error: PartnerError.From(refused));
            }
        }));

        var kept = Assert.Single(answers.Where(one => one.Error is null).Select(one => one.Evidence).Distinct());
        var told = Assert.Single(answers.Where(one => one.Error is null).Select(one => one.Answer).Distinct());
        Assert.Equal(("FAILED", name), (told.Operation.State, told.Operation.Name));
        Assert.DoesNotContain("13800138000", told.ToString(), StringComparison.Ordinal);
        Assert.All(answers.Where(one => one.Evidence != kept), one => Assert.Equal(
            ("ALREADY_SETTLED", "FAILED"), (one.Error!.Reason, one.Error.Facts["state"])));
        var log = await Shared.Running.Store.Actions.ListAsync(partner.PartnerId, null, 100, CancellationToken.None);
        Assert.Single(log, action => action.Name == ActionNames.InDoubtResolve);
        Assert.Equal(told, await service.ResolveTopUpAsync(words.Single(word => word.Evidence == kept)));
        (await service.ResolveTopUpAsync(Word(name, ResolveOutcome.Succeeded, kept)).AsErrorAsync())
            .Is(StatusCode.FailedPrecondition, "ALREADY_SETTLED");
    }

    [Fact]
    public async Task A_case_is_closed_once_by_evidence_and_waits_for_a_sale_in_doubt()
    {
        var partner = await Shared.NewPartnerAsync();
        var name = $"{await OperatorSubjects.EscalatedAsync(Shared.Running, partner)}/case";
        using var channel = await OperatorsAsync();
        var service = new CaseService.CaseServiceClient(channel);
        var waiting = (await service.ListCasesAsync(new ListCasesRequest { PageSize = 500 })).Cases;
        var word = new CloseCaseRequest
        {
            Name = name, Outcome = CloseOutcome.Arrived, Evidence = "mail of +8613800138000", Why = Why,
        };

        var closed = await service.CloseCaseAsync(word);
        var again = await service.CloseCaseAsync(word);
        var other = await service.CloseCaseAsync(
            word.Clone().With(one => one.Outcome = CloseOutcome.Repaired)).AsErrorAsync();

        Assert.Contains(waiting, one => one.Name == name && one.Case.State == CaseState.Escalated);
        Assert.Equal(CaseState.Arrived, closed.Case.Case.State);
        Assert.Equal(closed, again);
        Assert.DoesNotContain("13800138000", closed.ToString(), StringComparison.Ordinal);
        Assert.Equal("ARRIVED", other.Is(StatusCode.FailedPrecondition, "ALREADY_SETTLED").Facts["state"]);
        var ofPartner = await service.ListCasesAsync(
            new ListCasesRequest { Parent = $"partners/{partner.PartnerId}", State = CaseState.Arrived });
        Assert.Equal(name, Assert.Single(ofPartner.Cases).Name);
        Assert.Equal("state", Field(await service.ListCasesAsync(
            new ListCasesRequest { State = CaseState.Arrived }).AsErrorAsync()));
        var doubtful = await OperatorSubjects.InDoubtAsync(Shared.Running, partner);
        (await service.GetCaseAsync(new GetCaseRequest { Name = $"{doubtful}/case" }).AsErrorAsync())
            .Is(StatusCode.NotFound, "CASE_NOT_FOUND");
        await partner.Arrivals.ReportNotArrivedAsync(
            new ReportNotArrivedRequest { TopUp = $"topUps/{Sale.IdOf(doubtful)}" }, TestClient.In("en"));
        (await service.CloseCaseAsync(word.Clone().With(one => one.Name = $"{doubtful}/case")).AsErrorAsync())
            .Is(StatusCode.FailedPrecondition, "CASE_TOP_UP_UNFINISHED");
        var open = await service.GetCaseAsync(new GetCaseRequest { Name = $"{doubtful}/case" });
        Assert.True(open.Case.TopUpUnfinished);
        await TopUps(channel).ResolveTopUpAsync(Word(doubtful, ResolveOutcome.Failed, "never carried out"));
    }

    [Fact]
    public async Task The_operator_command_finds_settles_and_closes_in_both_languages()
    {
        var partner = await Shared.NewPartnerAsync();
        var doubtful = await OperatorSubjects.InDoubtAsync(Shared.Running, partner);
        var escalated = await OperatorSubjects.EscalatedAsync(Shared.Running, partner);

        var listed = await RunAsync("in-doubt", "list", "--all", "--lang", "en");
        var inChinese = await RunAsync("in-doubt", "list", "--all", "--lang", "zh-CN");
        var resolved = await RunAsync(
            "in-doubt", "resolve", doubtful, "--outcome", "failed", "--evidence", "mail", "--why", Why, "--json");
        var refused = await RunAsync(
            "in-doubt", "resolve", doubtful, "--outcome", "failed", "--evidence", "other", "--why", Why, "--lang",
            "zh-CN");
        var got = await RunAsync("top-ups", "get", doubtful, "--lang", "zh-CN");
        var all = await RunAsync("top-ups", "list", partner.PartnerId.Value, "--from", "2020-01-01", "--lang", "en");
        var cases = await RunAsync("cases", "list", "--all", "--lang", "zh-CN");
        var closed = await RunAsync(
            "cases", "close", $"{escalated}/case", "--outcome", "repaired", "--evidence", "mail", "--why", Why,
            "--lang", "en");
        var shown = await RunAsync("cases", "get", $"{escalated}/case", "--json");

        Assert.Matches($"TOP_UP +([0-9]+ (d|h|min|s) ?)+ .*{doubtful}", listed.Out);
        Assert.Matches($"充值 +([0-9]+ (天|小时|分|秒) ?)+ .*{doubtful}", inChinese.Out);
        Assert.DoesNotContain("TOP_UP", inChinese.Out, StringComparison.Ordinal);
        Assert.Equal("FAILED", JsonDocument.Parse(resolved.Out).RootElement
            .GetProperty("operation").GetProperty("state").GetString());
        Assert.NotEqual(0, refused.Status);
        Assert.Contains("该操作已有其他结果", refused.Error, StringComparison.Ordinal);
        Assert.Contains("ISSUER_PAYABLE", got.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("--request-id", got.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("如何重试", got.Out, StringComparison.Ordinal);
        Assert.Contains("FAILED 失败", got.Out, StringComparison.Ordinal);
        Assert.Contains("账簿", got.Out, StringComparison.Ordinal);
        Assert.Contains(escalated, all.Out, StringComparison.Ordinal);
        Assert.Contains("转人工时间", cases.Out, StringComparison.Ordinal);
        Assert.Contains("REPAIRED", closed.Out, StringComparison.Ordinal);
        Assert.Equal("mail", JsonDocument.Parse(shown.Out).RootElement
            .GetProperty("case").GetProperty("evidence").GetString());
        Assert.All(
            new[] { listed, resolved, got, all, cases, closed, shown },
            one => Assert.DoesNotContain(SandboxCards.NeverAnswers, one.Out, StringComparison.Ordinal));
    }

    private static TopUpService.TopUpServiceClient TopUps(GrpcChannel channel) => new(channel);

    private static ResolveTopUpRequest Word(string name, ResolveOutcome outcome, string evidence) =>
        new() { Name = name, Outcome = outcome, Evidence = evidence, Why = Why };

    private static string Field(PartnerError error)
    {
        error.Is(StatusCode.InvalidArgument, "INVALID_REQUEST");
        return Assert.Single(error.Violations).Field;
    }

    private async Task<GrpcChannel> OperatorsAsync() =>
        Door.Channel(Shared.Running.Server.OperatorPort!.Value, await Door.OperatorAsync());

    private async Task<CliOutcome> RunAsync(params string[] args) =>
        await OperatorSubjects.RunAsync(Shared.Running, args);
}
