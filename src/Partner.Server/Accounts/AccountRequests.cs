using Leb.Partner.V1;
using Partner.Core.Accounts;
using Partner.Core.Identity;
using Partner.Server.Contract;
using Partner.Server.Security;
using Partner.Server.Signing;
using CoreCode = Partner.Core.Accounts.EnrollmentCode;
using CoreScope = Partner.Core.Identity.CertificateScope;
using WireScope = Leb.Partner.V1.CertificateScope;

namespace Partner.Server.Accounts;

/// <summary>A certificate that is asked for, in normalised values.</summary>
/// <param name="RequestId">The request.</param>
/// <param name="Request">The signing request, DER; null when it is no PEM.</param>
/// <param name="Grant">What it shall stand for and may do.</param>
/// <param name="Days">How many days; 0 for the usual time.</param>
/// <param name="Label">What to call it.</param>
/// <param name="Comment">Why it is asked for; no part of what the request asks for.</param>
internal sealed record EnrollmentOrder(
    RequestId RequestId, byte[]? Request, CertificateGrant Grant, int Days, string Label, string Comment = "");

/// <summary>A code that is asked for, in normalised values.</summary>
/// <param name="RequestId">The request.</param>
/// <param name="Grant">What its certificate shall stand for and may do.</param>
/// <param name="ValidFor">How long it can be used; null for the usual time.</param>
/// <param name="Days">How many days its certificate shall be valid; 0 for the usual time.</param>
/// <param name="Label">What to call the certificate.</param>
/// <param name="Comment">Why it is asked for; no part of what the request asks for.</param>
internal sealed record CodeOrder(
    RequestId RequestId, CertificateGrant Grant, TimeSpan? ValidFor, int Days, string Label, string Comment);

/// <summary>Step 3 for the requests of the account services: message in, normalised values or a refusal out.</summary>
internal static class AccountRequests
{
    private const int LongestReference = 40;
    private const int LongestLabel = 100;
    private const int LongestCode = 40;

    public static EnrollmentOrder Read(EnrollCertificateRequest request)
    {
        var reader = new RequestReader();
        var order = new EnrollmentOrder(
            reader.RequestId(request.RequestId),
            Request(reader, request.SigningRequest),
            new CertificateGrant(Scope(reader, request.Scope), Permitted(reader, request.Permissions)),
            Days(reader, request.Days),
            reader.Text(request.Label, LongestLabel, "label"),
            reader.Comment(request.Comment));
        reader.ThrowIfRefused();
        return order;
    }

    public static EnrollmentOrder Read(RenewCertificateRequest request, Caller caller)
    {
        var reader = new RequestReader();
        var order = new EnrollmentOrder(
            reader.RequestId(request.RequestId),
            Request(reader, request.SigningRequest),
            new CertificateGrant(caller.Scope, caller.Permissions),
            Days(reader, request.Days),
            "",
            reader.Comment(request.Comment));
        reader.ThrowIfRefused();
        return order;
    }

    public static (RequestId RequestId, byte[]? Request) Read(EnrollWithCodeRequest request)
    {
        var reader = new RequestReader();
        var requestId = reader.RequestId(request.RequestId);
        if (request.Code.Length is 0 or > LongestCode)
        {
            reader.Note("code", "is required: XXXX-XXXX-XXXX", "必须填写：XXXX-XXXX-XXXX");
        }

        var signing = Request(reader, request.SigningRequest);
        reader.ThrowIfRefused();
        return (requestId, signing);
    }

    public static CodeOrder Read(CreateEnrollmentCodeRequest request)
    {
        var reader = new RequestReader();
        var scope = Scope(reader, request.Scope);
        if (string.IsNullOrEmpty(request.Scope?.Outlet))
        {
            reader.Note("scope.outlet", "is required: a code is for an outlet or a terminal", "必须填写：注册码仅用于网点或终端");
        }

        var order = Code(reader, request, scope);
        reader.ThrowIfRefused();
        return order;
    }

    /// <summary>A code that is asked for; what is wrong is noted.</summary>
    /// <param name="request">The message.</param>
    /// <param name="scope">For whom its certificate shall stand.</param>
    public static CodeOrder Code(RequestReader reader, CreateEnrollmentCodeRequest request, CoreScope scope) => new(
        reader.RequestId(request.RequestId),
        new CertificateGrant(scope, Permitted(reader, request.Permissions)),
        ValidFor(reader, request.ValidFor),
        Days(reader, request.Days),
        reader.Text(request.Label, LongestLabel, "label"),
        reader.Comment(request.Comment));

    /// <summary>The scope that a list is about: what the caller sees of what it asks for.</summary>
    public static CoreScope Within(RequestReader reader, string outlet, string terminal, Caller caller)
    {
        reader.Text(outlet, LongestReference, "outlet");
        reader.Text(terminal, LongestReference, "terminal");
        reader.ThrowIfRefused();
        var (wanted, till) = (caller.OutletFor(outlet).OrThrow(), caller.TerminalFor(terminal).OrThrow());
        return new CoreScope(OrNull(wanted), OrNull(till));
    }

    private static byte[]? Request(RequestReader reader, SigningRequest? request)
    {
        const string field = "signing_request";
        if (request is null || request.FormCase == SigningRequest.FormOneofCase.None
            || request.Der.Length + request.Pem.Length == 0)
        {
            reader.Note(field, "is required: der or pem", "必须填写：der 或 pem");
            return null;
        }

        if (request.Der.Length > SigningRequests.Largest || request.Pem.Length > SigningRequests.Largest)
        {
            reader.Note(field, "must be at most 16 KiB", "最多 16 KiB");
            return null;
        }

        return request.FormCase == SigningRequest.FormOneofCase.Der
            ? request.Der.ToByteArray()
            : SigningRequests.Decode(request.Pem);
    }

    /// <summary>For whom a certificate shall stand; the whole partner where nothing is said.</summary>
    /// <param name="scope">The field.</param>
    public static CoreScope Scope(RequestReader reader, WireScope? scope)
    {
        var outlet = OrNull(reader.Text(scope?.Outlet ?? "", LongestReference, "scope.outlet"));
        var terminal = OrNull(reader.Text(scope?.Terminal ?? "", LongestReference, "scope.terminal"));
        if (terminal is not null && outlet is null)
        {
            reader.Note("scope.outlet", "is required with a terminal", "填写终端时必须填写网点");
        }

        return new CoreScope(outlet, terminal);
    }

    /// <summary>What a certificate shall be permitted: at least one.</summary>
    /// <param name="permissions">The field.</param>
    public static Permissions Permitted(RequestReader reader, IEnumerable<CertificatePermission> permissions)
    {
        var all = permissions.ToList();
        if (all.Count == 0)
        {
            reader.Note("permissions", "is required: at least one", "必须填写至少一项");
        }

        for (var i = 0; i < all.Count; i++)
        {
            reader.Choice(all[i], true, $"permissions[{i}]");
        }

        return all.Aggregate(Permissions.None, (sum, one) => sum | AccountMapper.ToCore(one));
    }

    private static int Days(RequestReader reader, int days)
    {
        if (days is < 0 or > SigningOptions.LongestDays)
        {
            reader.Note(
                "days", $"must be 0 to {SigningOptions.LongestDays}", $"必须为 0 至 {SigningOptions.LongestDays}");
        }

        return days;
    }

    private static TimeSpan? ValidFor(RequestReader reader, Google.Protobuf.WellKnownTypes.Duration? time)
    {
        if (time is null)
        {
            return null;
        }

        // Compared before it is converted: a duration may be longer than any time.
        if (time.Seconds < CoreCode.ShortestTime.TotalSeconds || time.Seconds > CoreCode.LongestTime.TotalSeconds
            || time.Nanos != 0)
        {
            reader.Note("valid_for", "must be whole seconds, 5 minutes to 7 days", "必须为整秒，5 分钟至 7 天");
            return null;
        }

        return TimeSpan.FromSeconds(time.Seconds);
    }

    private static string? OrNull(string text) => text.Length == 0 ? null : text;
}
