using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Partner.Core.Accounts;

/// <summary>
/// A hash of what a request for a certificate or a code asked for, so that a repetition with other input is noticed.
/// </summary>
public static class CertificateInput
{
    /// <summary>The input of an enrolment.</summary>
    /// <param name="request">The signing request, DER.</param>
    /// <param name="grant">What it shall stand for.</param>
    /// <param name="days">How many days it was asked for; 0 for the usual time.</param>
    /// <param name="label">What to call it.</param>
    public static string OfEnrolment(ReadOnlySpan<byte> request, CertificateGrant grant, int days, string label) => Of(
        "enroll", Convert.ToHexStringLower(SHA256.HashData(request)), grant.Scope.Outlet, grant.Scope.Terminal,
        Number((int)grant.Permissions), Number(days), label);

    /// <summary>The input of a renewal.</summary>
    /// <param name="request">The signing request, DER.</param>
    /// <param name="thumbprint">The certificate that is renewed.</param>
    /// <param name="days">How many days it was asked for; 0 for the usual time.</param>
    public static string OfRenewal(ReadOnlySpan<byte> request, string thumbprint, int days) => Of(
        "renew", Convert.ToHexStringLower(SHA256.HashData(request)), thumbprint, Number(days));

    /// <summary>The input of an enrolment with a code.</summary>
    /// <param name="request">The signing request, DER.</param>
    /// <param name="codeHash">The code's hash.</param>
    public static string OfCode(ReadOnlySpan<byte> request, string codeHash) => Of(
        "code", Convert.ToHexStringLower(SHA256.HashData(request)), codeHash);

    /// <summary>The input of the creation of a code.</summary>
    /// <param name="grant">What its certificate shall stand for.</param>
    /// <param name="validFor">How long it was asked for; null for the usual time.</param>
    /// <param name="days">How many days its certificate was asked for; 0 for the usual time.</param>
    /// <param name="label">What to call the certificate.</param>
    public static string OfNewCode(CertificateGrant grant, TimeSpan? validFor, int days, string label) => Of(
        "new-code", grant.Scope.Outlet, grant.Scope.Terminal, Number((int)grant.Permissions),
        validFor is { } time ? time.Ticks.ToString(CultureInfo.InvariantCulture) : "", Number(days), label);

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    // A unit separator cannot occur in any of the values, so that no two inputs share a form.
    private static string Of(params ReadOnlySpan<string?> values) => "1:" + Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\u001f', values.ToArray()))));
}
