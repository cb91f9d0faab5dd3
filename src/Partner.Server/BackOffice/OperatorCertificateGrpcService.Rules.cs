using Grpc.Core;
using Leb.Operator.V1;
using Partner.Core.Accounts;
using Partner.Core.Errors;
using Partner.Server.Accounts;
using Partner.Server.Contract;
using Partner.Server.Security;

namespace Partner.Server.BackOffice;

/// <summary>The methods about rules that admit certificates by their names.</summary>
internal sealed partial class OperatorCertificateGrpcService
{
    private const int UsualRules = 100;

    /// <inheritdoc/>
    public override async Task<CreateCertificateRuleResponse> CreateCertificateRule(
        CreateCertificateRuleRequest request, ServerCallContext context)
    {
        var (reader, now, cancel) = (new RequestReader(), clock.GetUtcNow(), context.CancellationToken);
        var partnerId = reader.PartnerName(request.Parent, "parent");
        var kind = (NameKind?)reader.Choice(request.Kind, true, "kind");
        var pattern = reader.Text(request.Pattern, NameRule.LongestPattern, "pattern");
        if (kind is { } known && NameRule.Problem(known, pattern) is { } problem)
        {
            reader.Note("pattern", problem);
        }

        var grant = new CertificateGrant(
            AccountRequests.Scope(reader, request.Scope), AccountRequests.Permitted(reader, request.Permissions));
        var by = reader.By(request.Why, context);
        reader.ThrowIfRefused();
        (await administration.FindAsync(partnerId, cancel)).OrThrow();
        var draft = new NameRule(Ids.New(now), partnerId, kind!.Value, pattern, grant);
        var rules = await store.CertificateRules.ListAsync(cancel);
        if (rules.Find(one => one with { Id = draft.Id } == draft) is { } same)
        {
            return new CreateCertificateRuleResponse { Rule = same.ForOperator(), Replayed = true };
        }

        await store.CertificateRules.AddAsync(draft, now, by);
        return new CreateCertificateRuleResponse { Rule = draft.ForOperator() };
    }

    /// <inheritdoc/>
    public override async Task<ListCertificateRulesResponse> ListCertificateRules(
        ListCertificateRulesRequest request, ServerCallContext context)
    {
        const string filter = "certificateRules";
        var (own, reader) = (context.GetCaller().PartnerId, new RequestReader());
        var size = reader.PageSize(request.PageSize, UsualRules, LargestPage);
        reader.ThrowIfRefused();
        var after = PageTokens.Read(request.PageToken, own, filter).OrThrow();

        // There are few; each call of an unknown certificate reads them all.
        var page = (await store.CertificateRules.ListAsync(context.CancellationToken))
            .Where(rule => after is null || string.CompareOrdinal(rule.Id, after) > 0)
            .Take(size + 1).ToList();
        var response = new ListCertificateRulesResponse
        {
            NextPageToken = page.Count > size ? PageTokens.Make(own, filter, page[size - 1].Id) : "",
        };
        response.Rules.AddRange(page.Take(size).Select(rule => rule.ForOperator()));
        return response;
    }

    /// <inheritdoc/>
    public override async Task<DeleteCertificateRuleResponse> DeleteCertificateRule(
        DeleteCertificateRuleRequest request, ServerCallContext context)
    {
        var reader = new RequestReader();
        var id = reader.Name(request.Name, OperatorCertificateMapper.Rules, true, "name");
        var by = reader.By(request.Why, context);
        reader.ThrowIfRefused();
        var known = (await store.CertificateRules.ListAsync(context.CancellationToken)).Find(rule => rule.Id == id);
        return known is not null && await store.CertificateRules.RemoveAsync(known, clock.GetUtcNow(), by)
            ? new DeleteCertificateRuleResponse()
            : throw new RefusalException(new Refusal(Reason.CertificateRuleNotFound));
    }
}
