using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Partner.Core.Errors;
using Partner.Server.Telemetry;
using RpcStatus = Google.Rpc.Status;

namespace Partner.Server.Errors;

/// <summary>
/// The one place that turns a refusal into a gRPC status and its details (google.rpc.Status in
/// <c>grpc-status-details-bin</c>, AIP-193).
/// </summary>
public static class RefusalStatus
{
    /// <summary>Name of the trailer that carries the details.</summary>
    public const string DetailsTrailer = MetadataExtensions.StatusDetailsTrailerName;

    /// <summary>Domain of every reason in ErrorInfo.</summary>
    public const string Domain = "partner.leb";

    /// <summary>At most this many violations are listed; then "and N more".</summary>
    public const int MostViolations = 20;

    /// <summary>
    /// Upper bound of the details in bytes as they travel, in base64: some clients accept 8 KiB of metadata in all.
    /// </summary>
    public const int MostBytes = 6 * 1024;

    private const int LongestMessage = 400;
    private const int LongestText = 300;
    private const int LongestFact = 200;
    private const int MostFacts = 16;

    /// <summary>The exception that ends a call with a refusal.</summary>
    /// <param name="language">
    /// Language of the texts for people; the status message is for developers and English.
    /// </param>
    public static RpcException ToRpcException(Refusal refusal, Language language) =>
        Answer(refusal, language).ToRpcException();

    /// <summary>The status and details of a refusal.</summary>
    /// <param name="language">Language of the texts for people.</param>
    /// <param name="code">The status code where the reason leaves it open or the protocol asks for another.</param>
    internal static RefusalAnswer Answer(Refusal refusal, Language language, StatusCode? code = null)
    {
        Metrics.Refused(refusal.Reason);
        var actual = code ?? CodeOf(refusal.Reason);
        var message = MessageOf(refusal);

        // Halved until it fits: the answer's fixed parts alone always do.
        var (violations, facts) = (MostViolations, MostFacts);
        while (true)
        {
            var details = Details(refusal, language, actual, message, violations, facts);
            if (Base64Length(details.CalculateSize()) <= MostBytes || (violations == 0 && facts == 0))
            {
                return new RefusalAnswer(details);
            }

            (violations, facts) = (violations / 2, facts / 2);
        }
    }

    /// <summary>The gRPC status code of a reason.</summary>
    /// <param name="reason">
    /// The reason. One that only occurs in outcomes has INTERNAL: answering with it is a fault.
    /// </param>
    internal static StatusCode CodeOf(Reason reason) => ReasonFacts.Of(reason).Status switch
    {
        StatusKind.InvalidArgument => StatusCode.InvalidArgument,
        StatusKind.NotFound => StatusCode.NotFound,
        StatusKind.AlreadyExists => StatusCode.AlreadyExists,
        StatusKind.FailedPrecondition => StatusCode.FailedPrecondition,
        StatusKind.PermissionDenied => StatusCode.PermissionDenied,
        StatusKind.Unauthenticated => StatusCode.Unauthenticated,
        StatusKind.ResourceExhausted => StatusCode.ResourceExhausted,
        StatusKind.Unavailable => StatusCode.Unavailable,
        StatusKind.Unimplemented => StatusCode.Unimplemented,
        StatusKind.CallEnded => StatusCode.Cancelled,
        _ => StatusCode.Internal,
    };

    /// <summary>Whether calls can be refused for a reason; some only occur in outcomes.</summary>
    internal static bool Has(Reason reason) => ReasonFacts.Of(reason).Status != StatusKind.InBody;

    private static RpcStatus Details(
        Refusal refusal, Language language, StatusCode code, string message, int violations, int facts)
    {
        var status = new RpcStatus { Code = (int)code, Message = message };
        status.Details.Add(Any.Pack(Info(refusal, language, facts)));
        if (refusal.Violations.Count > 0)
        {
            status.Details.Add(Any.Pack(WrongFields(refusal.Violations, language, violations)));
        }

        if (refusal.RetryAfter is { } delay)
        {
            status.Details.Add(Any.Pack(new RetryInfo { RetryDelay = Duration.FromTimeSpan(delay) }));
        }

        status.Details.Add(Any.Pack(new LocalizedMessage
        {
            Locale = language.Tag(),
            Message = ClerkTexts.ForRefusal(refusal, language),
        }));
        return status;
    }

    private static ErrorInfo Info(Refusal refusal, Language language, int most)
    {
        var facts = ReasonFacts.Of(refusal);
        var info = new ErrorInfo { Domain = Domain, Reason = ContractNames.Of(refusal.Reason) };
        info.Metadata["money_moved"] = ContractNames.Of(facts.MoneyMoved);
        info.Metadata["retry_safe"] = facts.RetrySafe ? "true" : "false";
        info.Metadata["retry_with"] = ContractNames.Of(facts.RetryWith);
        info.Metadata["fault"] = ContractNames.Of(facts.Fault);
        var texts = refusal.Texts.Select(text => KeyValuePair.Create(text.Key, language.Pick(text.Value)));
        foreach (var (key, value) in refusal.Metadata.Concat(texts)
            .OrderBy(fact => fact.Key, StringComparer.Ordinal).Take(most))
        {
            info.Metadata.TryAdd(key, Cut(value, LongestFact));
        }

        return info;
    }

    private static BadRequest WrongFields(IReadOnlyList<FieldViolation> violations, Language language, int most)
    {
        var bad = new BadRequest();
        foreach (var violation in violations.Take(most))
        {
            bad.FieldViolations.Add(new BadRequest.Types.FieldViolation
            {
                Field = Cut(violation.Field, LongestFact),
                Description = Cut(language.Pick(violation.Problem, violation.ProblemZh), LongestText),
            });
        }

        var more = violations.Count - most;
        if (more > 0)
        {
            bad.FieldViolations.Add(new BadRequest.Types.FieldViolation
            {
                Description = language.Pick($"and {more} more", $"另有 {more} 处"),
            });
        }

        return bad;
    }

    private static string MessageOf(Refusal refusal)
    {
        var reason = ContractNames.Of(refusal.Reason);
        var text = refusal.Violations.Count == 0
            ? ClerkTexts.ForRefusal(refusal, Language.English)
            : string.Join("; ", refusal.Violations.Take(3).Select(v => $"{v.Field}: {v.Problem}"));
        return Cut($"{reason}: {text}", LongestMessage);
    }

    private static int Base64Length(int bytes) => (bytes + 2) / 3 * 4;

    // Never between the halves of a surrogate pair: such a string cannot be encoded.
    private static string Cut(string text, int most)
    {
        if (text.Length <= most)
        {
            return text;
        }

        var end = char.IsHighSurrogate(text[most - 2]) ? most - 2 : most - 1;
        return string.Concat(text.AsSpan(0, end), "…");
    }
}
